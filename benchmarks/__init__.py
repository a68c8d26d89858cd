"""Measurements: each module has a `main` that prints one table."""
