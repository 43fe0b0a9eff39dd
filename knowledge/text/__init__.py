"""How text is built: its lines and blocks, sentences and words, and what on a page says nothing of its subject."""
