from __future__ import annotations

from langchain_core.documents import Document

from knowledge.knowledge_base import KnowledgeBase
from knowledge.truth.sameness import likeness, shingles_of
from tests.fakes import WordHashEmbedder

STORY = (
    "The two sides agreed on Friday to raise their trade to 100 billion dollars by the end of the decade. "
    "The agreement was signed in the capital after talks of four hours. "
    "Officials said that the details would be worked out by a joint body that will meet for the first time in spring. "
    "Nobody named the goods that will be freed first."
)
OTHER = (
    "The harbour of the northern town will be closed for the winter, its master told the council on Monday. "
    "Ice had come three weeks early, and the only breaker is being mended in a yard far away. Fish comes by rail."
)


def paper(name: str, text: str, owner: str = "") -> Document:
    return Document(page_content=text, metadata={"id": name, "title": name, "publisher": name.title(), "owner": owner})


def test_a_copy_with_a_line_changed_is_alike_and_another_story_is_not() -> None:
    changed = (
        STORY.replace("on Friday", "late on Friday").replace("spring", "May") + " This paper's own reporter added it."
    )
    assert likeness(shingles_of(STORY), shingles_of(changed)) > 0.75
    assert likeness(shingles_of(STORY), shingles_of(OTHER)) == 0.0


def test_five_papers_with_one_story_are_one_voice_and_all_are_named() -> None:
    with_knowledge = KnowledgeBase(WordHashEmbedder())
    names = ["gazette", "courier", "herald", "mirror", "post"]
    texts = [STORY, STORY + " More follows.", "Reported by an agency. " + STORY, STORY.replace("Friday", "Fri"), STORY]
    report = with_knowledge.ingest(paper(name, text) for name, text in zip(names, texts, strict=True))
    sources = [document.source for document in with_knowledge.documents()]
    assert {source.voice for source in sources} == {"gazette"}
    assert {source.publisher for source in sources} == {name.title() for name in names}
    assert [name for name, _ in report.copies] == names[1:]
    voices = {s.voice for document in with_knowledge.documents() for st in document.statements for s in st.sources}
    assert voices == {"gazette"}


def test_a_copy_that_comes_later_is_found_too_and_an_unlike_story_is_a_voice_of_its_own() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest([paper("gazette", STORY)])
    report = knowledge.ingest([paper("courier", STORY), paper("herald", OTHER)])
    assert report.copies == (("courier", "gazette"),)
    assert {d.id: d.source.voice for d in knowledge.documents()} == {
        "gazette": "gazette",
        "courier": "gazette",
        "herald": "herald",
    }


def test_a_copy_stays_unchanged_when_it_is_ingested_again() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    documents = [paper("gazette", STORY), paper("courier", STORY)]
    knowledge.ingest(documents)
    assert set(knowledge.ingest(documents).unchanged) == {"gazette", "courier"}


def test_an_edited_copy_becomes_a_voice_of_its_own() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest([paper("gazette", STORY), paper("courier", STORY)])
    report = knowledge.ingest([paper("courier", OTHER)])
    assert report.updated == ("courier",)
    assert {d.id: d.source.voice for d in knowledge.documents()} == {"gazette": "gazette", "courier": "courier"}


def test_another_owners_document_is_never_an_origin() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest([paper("private", STORY, owner="ann")])
    report = knowledge.ingest([paper("courier", STORY), paper("bobs", STORY, owner="bob")])
    assert report.copies == (("bobs", "courier"),)


def test_the_report_names_the_documents_without_a_day() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    dated = Document(OTHER, metadata={"id": "herald", "title": "The mill", "published": "2024-05-03"})
    assert knowledge.ingest([paper("gazette", STORY), dated]).undated == ("gazette",)
    assert knowledge.ingest([paper("gazette", STORY), dated]).undated == ()
