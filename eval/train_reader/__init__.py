"""Trains the reader's adapters on open data, and judges them."""
