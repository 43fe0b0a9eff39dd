"""Documents to statements to passages to hits. Importing it loads no model and no database.

`knowledge_base` is the interface. Beneath it, in the order in which a document goes through them:

- read: `loaders/` for outside formats; `curated`, `dossier` and `registry` for our own dossiers
- checked: `document`, whose values and those of `passage` all others speak of; `rows` for their form in files
- cut into statements and passages: `split`, with `text/`, whose `lines` and `blocks` tell headings, lists and tables,
  and `boilerplate`, `byline`, `dateline`, `courtesy` and `lead_in` what says nothing of the subject
- kept whole: `truth/`, the one store that cannot be made anew: `intake` into it; `backup`, `restore`
- indexed: `index/`, whose `entries` go into a `build` with vectors (`store`, `chroma_store`) and words (`lexical`)
- kept answering: `index/place`, `index/private_copy` and `lock` hold the folder; `index/build_folder` and
  `index/live_index` change builds while questions run; `index/upkeep` keeps them equal to the documents; `revision`
  counts the changes
- searched: `index/search`, with `text/match_words` and an embedder of `embedding/`; `known` says what a filter admits
- seen as a whole: `overview`, with `offices`

`words`, `cells`, `month_names` and `written_day` of `text/` read words, table rows and dates, also for the assistant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.curated import load_documents
    from knowledge.embedding.embed import Embedder
    from knowledge.errors import ExpectedError
    from knowledge.index.store import PassageStore
    from knowledge.knowledge_base import IngestReport, KnowledgeBase
    from knowledge.passage import Filter, Hit, Passage, Source, Span, Statement

_HOMES = {
    "KnowledgeBase": "knowledge.knowledge_base",
    "IngestReport": "knowledge.knowledge_base",
    "Source": "knowledge.passage",
    "Span": "knowledge.passage",
    "Statement": "knowledge.passage",
    "Passage": "knowledge.passage",
    "Hit": "knowledge.passage",
    "Filter": "knowledge.passage",
    "Embedder": "knowledge.embedding.embed",
    "PassageStore": "knowledge.index.store",
    "load_documents": "knowledge.curated",
    "ExpectedError": "knowledge.errors",
}
__all__ = [
    "Embedder",
    "ExpectedError",
    "Filter",
    "Hit",
    "IngestReport",
    "KnowledgeBase",
    "Passage",
    "PassageStore",
    "Source",
    "Span",
    "Statement",
    "load_documents",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
