"""Benchmarks: run by hand, printing ratios against peers measured in the same run."""
