"""Runs: every question asked once, one record each, and the files that stand for a whole run."""
