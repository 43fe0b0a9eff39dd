"""How much a visitor may add: one rule for the door, the page and what reads the files."""

MEGABYTE = 1_000_000  # bytes
MOST_FILES = 20  # that are added in one go
