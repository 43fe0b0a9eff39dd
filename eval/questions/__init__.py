"""Labelled questions and their documents: read, checked, and gathered to suites."""
