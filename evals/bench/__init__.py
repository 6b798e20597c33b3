"""Benchmarks: how fast, and how well."""
