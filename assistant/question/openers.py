"""Parts of patterns for questions: what may stand in front of one, and the words that open it."""

from __future__ import annotations

OPENERS = r"(?:(?:so|and|but|ok|okay|well|then|also|actually|wait|hmm+|ever since)\W++)*"
"""What people say in front of a question, at its start."""

AUXILIARIES = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might"
"""Alternatives of a group: verbs that open a question for yes or no."""

BEING = frozenset("is are was were be been being".split())
"""The forms of "to be", after which a participle tells what is done to somebody."""

ASKING = "what|who|whom|whose|which|when|where|why|how"
"""Alternatives of a group: words that open any other question."""

PRONOUNS = "he|him|his|she|her|they|them|their|these|those|it|its|this|that"
"""Alternatives of a group: words that may mean something said before."""

PREPOSITIONS = (
    "about|in|on|at|for|with|from|by|of|to|under|after|before|during|since|until|among|between|without|against|per"
)
"""Alternatives of a group: words that join a phrase to what stands before it."""
