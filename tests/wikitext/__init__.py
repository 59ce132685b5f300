"""Tests of how pieces of wikitext are read."""
