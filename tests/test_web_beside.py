"""What was found beside an answer is shown after a reload too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.web.beside import also_found, found_again
from assistant.web.kept import keep, read_back
from tests.fakes import ANSWERED, small_assistant
from tests.web_values import conversation

SMALL = small_assistant()


def test_what_was_found_beside_an_answer_comes_back_with_it() -> None:
    before = SMALL.ask(ANSWERED)
    kept = json.loads(json.dumps(keep(conversation(before))))
    after = read_back(kept, SMALL.knowledge).exchanges[0].answer
    assert after is not None
    assert also_found(after) == also_found(before) != []
    assert also_found(replace(after, hits=())) == []


@pytest.mark.parametrize("forged", [None, "x", [1], [["nowhere", "0", 5]], [["tides", -1, 9**30]]])
def test_what_is_no_statement_is_not_found_again(forged: object) -> None:
    assert found_again(forged, "", SMALL.knowledge) == ()
