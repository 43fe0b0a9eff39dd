"""Full names in a question as the documents have them: by the last name alone, where they mostly give no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.statements.actors import asked_actor, is_first_name
from assistant.support.words import tokens_of


def by_last_name(question: str, texts: Sequence[str]) -> str:
    """The question with the last name alone of the one whose words it asks for.

    Only where the texts call that person so, too, and give the last name to nobody else: "What did Nils Berg say?"
    asks for what "Berg said", unless there is an Otto Berg.
    """
    actor = asked_actor(question)
    if actor is None or not (actor.speaks and actor.full_name):
        return question
    *first_names, last_name = actor.full_name
    before: set[str] = set()  # what stands before the last name, where that is a first name
    for line in "\n".join(texts).splitlines():
        for one, token in pairwise(tokens_of(line)):
            if token.root == last_name and not token.name:
                return question  # a word such as "news", and no last name
            if token.surely_name and token.root == last_name:
                before.add(one.root if is_first_name(one, token) else "")
    if "" not in before or not before - {""} or not before - {""} <= set(first_names):
        return question
    name = [token.text for token in tokens_of(question) if token.root in actor.full_name]
    words = r"[ .]+".join(map(re.escape, name))
    return re.sub(words, name[-1], question)
