"""Fuzzing of what reads foreign text: `make fuzz`, or `python -m tests.fuzz --seconds 3600`."""
