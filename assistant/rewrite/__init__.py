"""Follow-up questions made to stand alone, without a model.

`rewriter` tries in turn: a follow-up that names but one thing (`ellipsis`), one that counts what was said (`counted`),
one that is hardly more than a question word (`bare`), one that names another topic (`swap`), and last a pronoun
(`pronouns`) or a missing object, for which it puts what the conversation (`talk`) is most likely about. `phrases` and
`verbs` find the noun phrases of a question, `agreement` how well they fit a pronoun, `people` whom an answer names;
`follow_up` tells how a question relates to the exchange before it.
"""

from __future__ import annotations

from assistant.rewrite.rewriter import PhraseRewriter, Rewriter

__all__ = ["PhraseRewriter", "Rewriter"]
