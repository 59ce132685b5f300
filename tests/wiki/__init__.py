"""Tests of where pages come from and go."""
