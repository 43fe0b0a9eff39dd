"""The index: passages with their vectors in Chroma and words in SQLite, built, locked, searched and kept equal."""
