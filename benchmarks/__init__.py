"""The speed of the main jobs, each against its floor in the same run: ``python -m benchmarks [NAME…]``."""
