"""Texts to vectors: what an embedder is, the model that ships, and vectors kept once they are computed."""
