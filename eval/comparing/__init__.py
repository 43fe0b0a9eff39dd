"""Two runs against each other, a run against a baseline, and many in a ranking."""
