"""One family of measures a file, each a pure function of one question and its record, and their means."""
