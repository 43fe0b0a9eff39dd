"""The terminal: one file a group of commands, over the same functions as every other door."""
