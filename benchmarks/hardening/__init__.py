"""Attacks on scorer and what they do: ``python -m benchmarks.hardening`` prints every figure."""
