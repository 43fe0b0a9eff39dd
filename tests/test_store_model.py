"""Made-up sequences of changes, compared with a dict that says what must be there."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter
from tests.fakes import WordHashEmbedder, document

NAMES = st.sampled_from(["ash", "birch", "cedar", "elm"])
OWNERS = st.sampled_from(["", "ann", "bob"])
WORDS = st.sampled_from(["granite", "velvet", "copper", "saffron", "walnut"])


class StoreModel(RuleBasedStateMachine):
    """`held` is the model: document id -> its owner and the word that it speaks of."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.held: dict[str, tuple[str, str]] = {}
        self.knowledge = KnowledgeBase(WordHashEmbedder(), self.folder)

    @rule(name=NAMES, word=WORDS, owner=OWNERS)
    def put(self, name: str, word: str, owner: str) -> None:
        report = self.knowledge.ingest([document(name, f"The {name} speaks of {word}.", owner=owner)])
        before = self.held.get(name)
        if before is not None and before[0] != owner:
            assert [failed for failed, _ in report.failed] == [name]
            return
        expected = "added" if before is None else "unchanged" if before == (owner, word) else "updated"
        assert getattr(report, expected) == (name,)
        self.held[name] = (owner, word)

    @rule(name=NAMES, owner=OWNERS)
    def remove(self, name: str, owner: str) -> None:
        mine = name in self.held and self.held[name][0] == owner
        assert self.knowledge.remove([name], owner) == ((name,) if mine else ())
        if mine:
            del self.held[name]

    @rule(name=NAMES, word=WORDS)
    def put_only(self, name: str, word: str) -> None:
        if self.held.get(name, ("", ""))[0]:
            return
        self.knowledge.ingest([document(name, f"The {name} speaks of {word}.")], only=True)
        self.held = {one: said for one, said in self.held.items() if said[0]}
        self.held[name] = ("", word)

    @precondition(lambda self: self.held)
    @rule()
    def rebuild(self) -> None:
        self.knowledge.ingest([], rebuild=True)

    @rule()
    def restart(self) -> None:
        self.knowledge.close()
        self.knowledge = KnowledgeBase(WordHashEmbedder(), self.folder)

    @precondition(lambda self: self.held)
    @rule(word=WORDS, owner=OWNERS)
    def ask(self, word: str, owner: str) -> None:
        wanted = {name for name, (whose, said) in self.held.items() if said == word and whose in ("", owner)}
        hits = self.knowledge.search(f"what of {word}", 10, Filter(owner=owner))
        assert {hit.passage.span.document_id for hit in hits if word in hit.passage.text} == wanted
        assert {self.held[hit.passage.span.document_id][0] for hit in hits} <= {"", owner}

    @invariant()
    def documents_are_what_they_must_be(self) -> None:
        for owner in ("", "ann"):
            seen = {one.id for one in self.knowledge.documents(owner)}
            assert seen == {name for name, (whose, _) in self.held.items() if whose in ("", owner)}

    @precondition(lambda self: self.held)
    @invariant()
    def the_index_holds_the_documents(self) -> None:
        build = self.knowledge.open()
        assert set(build.words.content_hashes()) == set(build.store.content_hashes()) == set(self.held)

    def teardown(self) -> None:
        self.knowledge.close()
        shutil.rmtree(self.folder, ignore_errors=True)


TestStoreModel = StoreModel.TestCase
TestStoreModel.settings = settings(max_examples=6, stateful_step_count=15, deadline=None, derandomize=True)
