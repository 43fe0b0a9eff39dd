"""Rules for what no sum of signals can tell: which statement goes first, and what is told together with it."""
