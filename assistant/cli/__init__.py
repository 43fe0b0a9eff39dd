"""The terminal: one file per group of commands, over the same functions as every other interface."""
