"""The vectors of questions, remembered for a while."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.document import whole
from knowledge.embedding.embed import Embedder
from knowledge.embedding.vector_cache import checked
from knowledge.errors import EmbedderError

KEPT = 1024  # vectors of recent questions

logger = logging.getLogger(__name__)


class QueryVectors:
    """Embeds questions and keeps the vectors of recent ones. Safe from several threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, query: str) -> NDArray[np.float32]:
        """The unit vector `(d,)` of a question.

        Raises:
            EmbedderError: The model cannot be used, or gave no vector.
        """
        with self._lock:
            known = self._known.get(query)
            if known is not None:
                self._known.move_to_end(query)
                return known
        made: NDArray[np.float32] = checked(lambda: [self._embedder.embed_query(whole(query))], 1)[0]
        self._keep([query], [made])
        return made

    def remember(self, queries: Iterable[str]) -> None:
        """Embed questions that will be asked soon, in one pass if possible; failures are raised when they are asked."""
        together = getattr(self._embedder, "embed_queries", None)
        with self._lock:
            new = [query for query in dict.fromkeys(queries) if query and query not in self._known][:KEPT]
        if not callable(together) or not new:
            return
        try:
            made = checked(lambda: together([whole(query) for query in new]), len(new))
        except EmbedderError as error:
            logger.warning("questions are embedded one by one: %s", error)
            return
        self._keep(new, list(made))

    def _keep(self, queries: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> None:
        with self._lock:
            self._known.update(zip(queries, vectors, strict=True))
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
