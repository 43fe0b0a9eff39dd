"""A visitor's own documents: files and pages are added for that visitor alone, and removed again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.render import is_web_address
from assistant.web.conversation import Conversation, new_id
from assistant.web.limits import MEGABYTE, MOST_FILES
from assistant.web.parts.html import Markup, el
from assistant.web.parts.knowledge import own_documents, report_of
from assistant.web.parts.menus import documents_menu
from assistant.web.parts.texts import Texts
from assistant.web.payload import read_payload
from assistant.web.visitors import Visitors
from knowledge.errors import ExpectedError
from knowledge.knowledge_base import IngestReport

if TYPE_CHECKING:
    from langchain_core.documents import Document

    from assistant import Assistant
    from knowledge.document import FailedDocument

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds documents for the owner of a conversation, with progress, and takes them away."""

    assistant: Assistant
    t: Texts
    visitors: Visitors
    max_upload_megabytes: int = 20
    most_megabytes: int = 200  # kept of one visitor's documents

    def files(self, paths: object, conversation: Conversation | None) -> Iterator[dict[str, object]]:
        """Files that the visitor chose. The copies that the upload left behind are deleted."""
        conversation = conversation or Conversation()
        self.visitors.seen(conversation.owner)
        given = [Path(path) for path in paths if isinstance(path, str)] if isinstance(paths, list) else []
        reports: list[IngestReport] = []
        for number, path in enumerate(given[:MOST_FILES], 1):
            words = self.t("Reading {n} of {total}: {name}", n=number, total=len(given), name=path.name)
            yield {"report": _busy(words)}
            load = partial(self._documents_of, path, conversation.owner)
            reports.append(self._add(path.name, load, conversation.owner))
            path.unlink(missing_ok=True)
        for path in given[MOST_FILES:]:
            path.unlink(missing_ok=True)
            reports.append(_failed(path.name, self.t("At most {n} files at once.", n=MOST_FILES)))
        yield self._done(_together(reports), conversation)

    def page(self, payload: str, conversation: Conversation | None) -> Iterator[dict[str, object]]:
        """A page of the web. This, and only this, makes the program connect to it."""
        conversation = conversation or Conversation()
        self.visitors.seen(conversation.owner)
        url = _value(payload, "url").strip()
        if not is_web_address(url):
            yield {
                "report": _busy(self.t("Type the address of a page: it begins with https:// or http://."), busy=False)
            }
            return
        yield {"report": _busy(self.t("Fetching the page"))}
        load = partial(_documents_at, url, conversation.owner)
        yield self._done(self._add(url, load, conversation.owner), conversation)

    def remove(self, payload: str, conversation: Conversation | None) -> dict[str, object]:
        """Take one of the visitor's own documents away; another's is not found."""
        conversation = conversation or Conversation()
        document_id = _value(payload, "document")
        document = self.assistant.knowledge.document(document_id, owner=conversation.owner)
        if document is None or document.owner != conversation.owner:
            return {"report": _busy(self.t("This document is no longer here."), busy=False)}
        self.assistant.knowledge.remove([document_id], owner=conversation.owner)
        words = self.t("Removed: {title}", title=document.title)
        return {**self._shown(conversation), "report": _busy(words, busy=False)}

    def _documents_of(self, path: Path, owner: str) -> Iterator[Document | FailedDocument]:
        from knowledge.loaders import Limits, load_path

        limits = Limits(file_bytes=self.max_upload_megabytes * MEGABYTE)
        return load_path(path, limits, owner=owner, name=path.name)

    def _add(self, name: str, load: Callable[[], Iterable[Document | FailedDocument]], owner: str) -> IngestReport:
        try:
            room = self.most_megabytes * MEGABYTE - self.assistant.knowledge.size_of(owner)
            if room <= 0:
                return _failed(name, self._full())
            return self.assistant.knowledge.ingest(self._while_room(load(), room))
        except ExpectedError as error:
            return _failed(name, str(error))
        except Exception:  # the page's outermost frame: the visitor gets a reference, the log the trace
            reference = new_id()[:8]
            _logger.exception("Adding a document failed, reference %s", reference)
            return _failed(name, self.t("It could not be read. Reference for the operator: {n}.", n=reference))

    def _while_room(
        self, documents: Iterable[Document | FailedDocument], room: int
    ) -> Iterator[Document | FailedDocument]:
        """The documents, as long as their texts fit in so many bytes; for each of the others what became of it."""
        from knowledge.document import FailedDocument

        for document in documents:
            if not isinstance(document, FailedDocument):
                size = len(document.page_content.encode("utf-8", "replace"))
                if size > room:
                    yield FailedDocument(str(document.metadata.get("name") or document.id), self._full())
                    continue
                room -= size
            yield document

    def _full(self) -> str:
        return self.t(
            "Your documents may take {n} MB in all. Remove one of them before you add another.", n=self.most_megabytes
        )

    def _done(self, report: IngestReport, conversation: Conversation) -> dict[str, object]:
        return {**self._shown(conversation), "report": report_of(report, self.t)}

    def _shown(self, conversation: Conversation) -> dict[str, object]:
        documents = self.assistant.knowledge.documents(owner=conversation.owner)
        return {"own": own_documents(documents, self.t), "choices": documents_menu(documents, self.t)}


def _documents_at(url: str, owner: str) -> Iterator[Document | FailedDocument]:
    from knowledge.loaders import load_url

    return load_url(url, owner=owner)


def _failed(name: str, reason: str) -> IngestReport:
    return IngestReport(failed=((name, reason),))


def _together(reports: list[IngestReport]) -> IngestReport:
    return IngestReport(
        added=tuple(one for report in reports for one in report.added),
        updated=tuple(one for report in reports for one in report.updated),
        unchanged=tuple(one for report in reports for one in report.unchanged),
        failed=tuple(one for report in reports for one in report.failed),
    )


def _busy(words: str, busy: bool = True) -> Markup:
    return el("p", el("i") if busy else None, el("span", words), class_="busy" if busy else "report", role="status")


def _value(payload: str, name: str) -> str:
    found = read_payload(payload).get(name)
    return found if isinstance(found, str) else ""
