"""How well the support check does on pairs of sentences that are made by rule."""
