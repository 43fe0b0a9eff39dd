"""The build that answers: checked, kept equal to the documents, lent to questions, replaced while they run."""

from __future__ import annotations

import logging
import shlex
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import IndexDamagedError, IndexMismatchError, StoreError
from knowledge.index.build import Build, Entry
from knowledge.index.build_folder import Manifest, new_build, open_build, publish, read_manifest, sweep, write_manifest
from knowledge.index.lexical import PassageIndex
from knowledge.index.store import PassageStore

REBUILD_SHARE = 0.2  # when more than this share of the documents changes, a new build is made beside the old
ROOM_AT_LEAST = 4_000_000  # bytes that must be free before anything is written
RULES = "|rules:"  # in a fingerprint, after what is chosen and before the version of the rules, which is not
ROOM_PER_CHARACTER = 100  # bytes a character of text; measured on the bundled collection: 55, journals not counted

MakeEntries = Callable[[Sequence[str]], Iterator[Entry]]
logger = logging.getLogger(__name__)


class LiveIndex:
    """Keeps one build open. A build that was replaced stays until the last question that reads it has ended.

    Args:
        folder: The folder of the index; None keeps it in memory.
        chroma_url: A Chroma server for the vectors, instead of files in `folder`.
        store: Another passage store than Chroma; it is filled in place, and a build in `folder` is left alone.
    """

    def __init__(self, folder: Path | None, chroma_url: str = "", store: PassageStore | None = None) -> None:
        self._folder = folder
        self._chroma_url = chroma_url
        self._given_store = store
        self._lock = threading.RLock()
        self._build: Build | None = None
        self._readers: Counter[int] = Counter()  # id of a build -> questions that read it
        self._retired: dict[int, Build] = {}

    @property
    def current(self) -> Build | None:
        """The build that answers, or None before the first."""
        return self._build

    @contextmanager
    def lent(self) -> Iterator[Build]:
        """The build that answers, which keeps its files until the block ends."""
        with self._lock:
            build = self._build
            if build is None:
                raise IndexDamagedError(f"The index in {self._folder} could not be opened.")
            self._readers[id(build)] += 1
        try:
            yield build
        finally:
            with self._lock:
                self._readers[id(build)] -= 1
                self._discard_unread()

    def published_fingerprint(self) -> str | None:
        """The fingerprint that the build on disk was made with; None without a build."""
        found = self._manifest()
        return found[1].fingerprint if found else None

    def is_outdated(self, fingerprint: str) -> bool:
        """Whether the build on disk was made by other rules than today's, so that it must be made anew.

        Raises:
            IndexMismatchError: It was made with another embedder or passage size, which somebody chose.
        """
        found = self.published_fingerprint()
        if found is None or found == fingerprint:
            return False
        if found.rpartition(RULES)[0] == fingerprint.rpartition(RULES)[0]:
            logger.warning("The index in %s was made by earlier rules and is brought up to date.", self._folder)
            return True
        raise IndexMismatchError(
            f"The index in {self._folder} was built with {found!r}, but the settings say {fingerprint!r}. "
            f"Run `python -m assistant ingest --rebuild --index {shlex.quote(str(self._folder))}`, or restore the old "
            "settings."
        )

    def adopt(self) -> bool:
        """Answer from the build on disk as it is. Returns whether there is a usable one."""
        if self._build is None:
            self._build = self._published()
            if self._build is not None and self._folder is not None:
                sweep(self._folder, self._build.folder, self._chroma_url)  # what a killed process left behind
        return self._build is not None

    def follow(
        self,
        wanted: Mapping[str, str],
        entries: MakeEntries,
        fingerprint: str,
        characters: Callable[[Sequence[str]], int],
        rebuild: bool = False,
    ) -> None:
        """Make the index hold what is wanted: in place when little differs, else in a new build beside the old.

        Args:
            wanted: Document id -> content hash.
            entries: Makes documents ready for a build, by their ids.
            fingerprint: Of the embedder and the rules.
            characters: Returns the total length of the texts of some documents, by their ids.
            rebuild: Make a new build in any case.

        Raises:
            StoreError: The disk is full or the store does not answer; the build that answered still does.
        """
        opened = self._build is None
        build = self._build if not rebuild and self.adopt() else None
        held = build.words.content_hashes() if build is not None else {}
        changed = sorted(name for name, value in wanted.items() if held.get(name) != value)
        gone = sorted(name for name in held if name not in wanted)
        if build is not None and len(changed) + len(gone) <= REBUILD_SHARE * len(held):
            if changed or gone:
                self._need_room(characters(changed))
                build.change(entries(changed), gone)
                write_manifest(build, fingerprint)
                if opened and not _is_sound(build):  # what a kill left half done cannot always be repaired in place
                    self._need_room(characters(list(wanted)))
                    self._replace(self._made(sorted(wanted), entries, fingerprint))
        elif wanted or self._given_store is not None:
            self._need_room(characters(list(wanted)))
            self._replace(self._made(sorted(wanted), entries, fingerprint))
        else:
            self._replace(None)

    def close(self) -> None:
        """Let go of all builds; those that were replaced lose their files."""
        with self._lock:
            if self._build is not None:
                if self._folder is None and self._given_store is None:
                    _discard(self._build)
                else:
                    self._build.close()
                self._build = None
            self._readers.clear()
            self._discard_unread()

    def _published(self) -> Build | None:
        """The build on disk, if there is a usable one; a damaged one counts as none."""
        found = self._manifest()
        if found is None:
            return None
        try:
            return open_build(*found, self._chroma_url)
        except IndexDamagedError as error:
            logger.warning("the index is made anew: %s", error)
            return None

    def _manifest(self) -> tuple[Path, Manifest] | None:
        """Folder and manifest of the build on disk; None without one, and where another store answers instead."""
        return read_manifest(self._folder) if self._folder is not None and self._given_store is None else None

    def _made(self, names: Sequence[str], entries: MakeEntries, fingerprint: str) -> Build:
        """A new build, checked and published; a failure leaves nothing behind."""
        if self._given_store is not None:
            for name in self._given_store.content_hashes():
                self._given_store.remove(name)
            fresh = Build(self._given_store, PassageIndex(None))
            fresh.fill(entries(names))
            return fresh
        fresh = new_build(self._folder, self._chroma_url)
        try:
            fresh.fill(entries(names))
            if self._folder is not None:
                fresh.check()
                publish(fresh, self._folder, fingerprint)
        except BaseException as error:
            _discard(fresh)
            if isinstance(error, OSError):
                raise StoreError(
                    f"The index could not be written to {self._folder} ({error.strerror}). Check free space and "
                    "rights; nothing was lost."
                ) from error
            raise
        return fresh

    def _replace(self, fresh: Build | None) -> None:
        """Answer from `fresh` from now on; the files of the old build go when its last question has ended."""
        with self._lock:
            old, self._build = self._build, fresh
            if self._given_store is not None:
                return
            if old is not None:
                self._retired[id(old)] = old
            self._discard_unread()
            if self._folder is not None and not self._retired:
                sweep(self._folder, fresh.folder if fresh is not None else None, self._chroma_url)

    def _discard_unread(self) -> None:
        for name in [name for name in self._retired if self._readers[name] <= 0]:
            del self._readers[name]
            _discard(self._retired.pop(name))

    def _need_room(self, characters: int) -> None:
        """Refuse before Chroma meets a full disk: its writes then fail a few times and block for ever after."""
        if self._folder is None:
            return
        needed = ROOM_AT_LEAST + characters * ROOM_PER_CHARACTER
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise StoreError(
                f"There is not enough room in {self._folder}: {free // 1_000_000} MB are free, about "
                f"{needed // 1_000_000} MB are needed. Make room; what was stored is kept and indexed next time."
            )


def _discard(build: Build) -> None:
    """Delete what a build kept; a server that is away keeps it, which is no failure of what was asked."""
    try:
        build.discard()
    except StoreError as error:
        logger.warning("a build that nothing uses is not deleted: %s", error)


def _is_sound(build: Build) -> bool:
    try:
        build.check()
    except IndexDamagedError as error:
        logger.warning("the index is made anew: %s", error)
        return False
    return True
