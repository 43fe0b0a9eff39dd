"""A real Chroma server on loopback: the store's promises, a server that goes and comes back, several processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from langchain_core.documents import Document

from knowledge.errors import StoreError
from knowledge.index.build_folder import new_build, read_manifest, sweep
from knowledge.index.chroma_line import SILENT_SECONDS
from knowledge.index.chroma_store import ChromaStore
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter
from tests.fakes import WordHashEmbedder
from tests.test_stores import passage

pytestmark = pytest.mark.server

START_SECONDS = 300  # on a machine that has much else to do; none of these tests is about time
TIDES = "The tide rises twice a day. The moon pulls the sea."


class Server:
    """`chroma run` over a folder, on one port for life, so that it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = str(Path(sys.executable).with_name("chroma"))
        self._process = subprocess.Popen(
            [program, "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("the Chroma server did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("server"))
    made.start()
    yield made
    made.stop()


def documents(*texts: str) -> list[Document]:
    return [Document(id=f"d{n}", page_content=text, metadata={"title": f"T{n}"}) for n, text in enumerate(texts)]


def test_a_passage_comes_back_from_the_server_as_it_was(server: Server) -> None:
    store = ChromaStore(url=server.url, collection="round-trip")
    given = passage("नमस्ते “q” end", start=7)
    store.replace("tides", "hash", [given, passage("far", start=90)], [[0.6, 0.8], [0.8, -0.6]])
    store.replace("hidden", "hash", [passage("for ann", "hidden")], [[0.6, 0.8]], owner="ann")
    (hit,) = store.search([0.6, 0.8], 1)
    assert hit.passage == given
    assert hit.score == pytest.approx(1.0, abs=1e-5)
    assert {h.passage.text for h in store.search([0.6, 0.8], 9, Filter(owner="ann"))} == {given.text, "far", "for ann"}
    assert store.content_hashes() == {"tides": "hash", "hidden": "hash"}
    store.remove("tides")
    assert store.search([0.6, 0.8], 1) == []
    store.drop()
    store.close()


def test_a_server_that_stops_is_said_and_one_that_comes_back_answers_with_all_it_held(server: Server) -> None:
    store = ChromaStore(url=server.url, collection="stopped")
    store.replace("tides", "hash", [passage("text")], [[1.0, 0.0]])
    server.stop()
    started = time.monotonic()
    try:
        with pytest.raises(StoreError, match="did not answer"):
            store.search([1.0, 0.0], 1)
    finally:
        server.start()
    assert time.monotonic() - started < START_SECONDS
    end = time.monotonic() + SILENT_SECONDS + START_SECONDS
    while True:
        try:
            hits = store.search([1.0, 0.0], 1)
        except StoreError:
            assert time.monotonic() < end
            time.sleep(0.5)
        else:
            break
    assert [hit.passage.text for hit in hits] == ["text"]
    store.drop()
    store.close()


def test_while_the_server_is_away_words_answer_and_the_notice_says_so(server: Server, tmp_path: Path) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path, chroma_url=server.url)
    knowledge.ingest(documents(TIDES, "Ships leave the harbour at noon."))
    whole = knowledge.find("When do ships leave the harbour?")
    assert not whole.notice
    server.stop()
    try:
        found = knowledge.find("When do ships leave the harbour?")
    finally:
        server.start()
    assert found.notice
    assert found.hits[0].passage.text == whole.hits[0].passage.text
    end = time.monotonic() + SILENT_SECONDS + START_SECONDS
    while knowledge.find("When do ships leave the harbour?").notice:
        assert time.monotonic() < end
        time.sleep(0.5)
    knowledge.close()


def test_a_server_that_goes_away_before_the_old_build_is_deleted_spoils_no_answer(
    server: Server, tmp_path: Path
) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path, chroma_url=server.url)
    knowledge.ingest(documents(TIDES))
    with knowledge._live.lent() as old:
        knowledge.ingest(documents(TIDES, "Ships leave the harbour at noon."), rebuild=True)
        server.stop()
    server.start()
    assert knowledge.open() is not old
    knowledge.close()


def collections(server: Server) -> set[str]:
    client = chromadb.HttpClient(host="127.0.0.1", port=server.port)
    return {collection.name for collection in client.list_collections() if collection.name.startswith("passages-")}


def rebuilt(index: Path, server: Server, owner: str = "") -> None:
    """As `ingest --rebuild` does it: in a process that never opened the old build."""
    knowledge = KnowledgeBase(WordHashEmbedder(), index, chroma_url=server.url)
    given = Document(page_content=TIDES, metadata={"id": f"tides of {owner}", "owner": owner})
    knowledge.ingest([given], rebuild=True)
    knowledge.close()


def test_rebuilds_leave_one_build_on_the_server(server: Server, tmp_path: Path) -> None:
    before = collections(server)
    for _ in range(3):
        rebuilt(tmp_path, server)
        assert len(collections(server) - before) == 1
    rebuilt(tmp_path, server, owner="ann")
    assert len(collections(server) - before) == 2  # the shared one and that of ann
    rebuilt(tmp_path, server, owner="ann")
    assert len(collections(server) - before) == 2


def test_a_build_left_behind_is_deleted_on_the_server_once_it_answers(server: Server, tmp_path: Path) -> None:
    rebuilt(tmp_path, server)
    before = collections(server)
    left = new_build(tmp_path, server.url)  # as a process leaves it that is killed while it fills one
    left.close()
    assert len(collections(server) - before) == 1
    server.stop()
    try:
        sweep(tmp_path, read_manifest(tmp_path)[0], server.url)  # type: ignore[index]
    finally:
        server.start()
    assert left.folder is not None
    assert left.folder.is_dir()
    KnowledgeBase(WordHashEmbedder(), tmp_path, chroma_url=server.url).open()
    assert collections(server) == before
    assert not left.folder.exists()


ASK = """
import sys
import time
from pathlib import Path
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import WordHashEmbedder
from tests.test_chroma_server import START_SECONDS, documents
knowledge = KnowledgeBase(WordHashEmbedder(), Path(sys.argv[1]), chroma_url=sys.argv[2])
knowledge.ingest(documents(*sys.argv[3:]))
answered, end = 0, time.monotonic() + START_SECONDS
while answered < 20:
    found = knowledge.find("When do ships leave the harbour?")
    answered += not found.notice
    assert time.monotonic() < end, found.notice
print(found.hits[0].passage.text)
knowledge.close()
"""


def test_several_processes_use_one_server_and_each_sees_its_own_index(server: Server, tmp_path: Path) -> None:
    endings = ("at noon", "at dusk", "at dawn")
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                ASK,
                str(tmp_path / str(n)),
                server.url,
                TIDES,
                f"Ships leave the harbour {ending}.",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for n, ending in enumerate(endings)
    ]
    said = [process.communicate(timeout=2 * START_SECONDS)[0].strip() for process in running]
    assert said == [f"Ships leave the harbour {ending}." for ending in endings]
