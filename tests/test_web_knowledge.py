"""What the page says of the documents it has."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.documents import Document

from assistant.web.about import OTHER_DOCUMENTS
from assistant.web.parts.first import composer
from assistant.web.parts.knowledge import facts_of
from assistant.web.parts.texts import Texts
from knowledge.document import DAYS_OF_FILES, stored_document

WRITTEN, SAVED = date(2024, 3, 1), date(2026, 12, 1)


@pytest.mark.parametrize("found", DAYS_OF_FILES)
def test_the_day_on_which_a_file_was_saved_is_not_the_newest_that_is_known(found: str) -> None:
    written = stored_document(Document("The mill was sold.", metadata={"id": "a", "published": WRITTEN.isoformat()}))
    saved = {"id": "b", "published": SAVED.isoformat()}
    of_file = stored_document(Document("The pump was mended.", metadata={**saved, "found": found}))
    dated = stored_document(Document("The pump was mended.", metadata={**saved, "found": "line near the top"}))
    assert facts_of([written, of_file]).newest == WRITTEN
    assert facts_of([of_file]).newest is None
    assert facts_of([written, dated]).newest == SAVED


def test_official_sources_alone_are_offered_where_there_are_some() -> None:
    assert "Official sources only" in composer(OTHER_DOCUMENTS, Texts())
    assert "Official sources only" not in composer(OTHER_DOCUMENTS, Texts(), has_official=False)
