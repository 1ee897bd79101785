"""Benchmarks: scripts that are run by hand."""
