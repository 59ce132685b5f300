"""Tests of how submission pages and event files are read."""
