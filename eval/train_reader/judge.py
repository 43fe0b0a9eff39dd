"""`python -m eval.train_reader.judge`: scores a reader beside the embedder's cosine."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from assistant.reader import Reader
from eval.train_reader.examples import PERMISSIVE
from eval.train_reader.pointing import held_out_pointing, pointing_line
from eval.train_reader.rankings import (
    Ranking,
    candidate_rankings,
    held_out_rankings,
    passage_rankings,
)
from eval.train_reader.vectors import Vectors

logger = logging.getLogger(__name__)


def average_precision(labels: NDArray[np.int64], scores: NDArray[np.float32]) -> float:
    """Mean precision at the places of the right candidates; on ties a wrong one comes first."""
    order = np.lexsort((labels, -scores))
    right = labels[order]
    hits = np.cumsum(right)
    return float((hits[right > 0] / (np.flatnonzero(right) + 1)).mean())


def summary(rankings: Sequence[Ranking], weight: float | None) -> tuple[float, float, int]:
    """Mean average precision and hit@1 of reader + weight * cosine (None: cosine alone), over lists with both sorts."""
    precisions, hits = [], []
    for ranking in rankings:
        if not 0 < ranking.labels.sum() < len(ranking.labels):
            continue
        scores = ranking.cosine if weight is None else ranking.reader + weight * ranking.cosine
        precisions.append(average_precision(ranking.labels, scores))
        hits.append(float(ranking.labels[np.lexsort((ranking.labels, -scores))[0]]))
    if not hits:
        return float("nan"), float("nan"), 0
    return float(np.mean(precisions)), float(np.mean(hits)), len(hits)


def separation(rankings: Sequence[Ranking], weight: float | None) -> float:
    """AUROC of the best score for answerable against unanswerable."""
    best = [float((r.cosine if weight is None else r.reader + weight * r.cosine).max()) for r in rankings]
    return float(roc_auc_score([int(r.labels.max()) for r in rankings], best))


def main() -> None:
    """Read the options, score, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_reader.judge", description=__doc__)
    parser.add_argument("--reader", default="", help="as ASSISTANT_READER")
    parser.add_argument("--benchmarks", type=Path, help="folder with the evaluation sets")
    parser.add_argument("--data", type=Path, help="folder with the training sets, for the held-out part")
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    parser.add_argument("--sets", default="trecqa_dev,wikiqa_dev,xquad_en,qed,clapnq,realtimeqa_news")
    parser.add_argument("--every", type=int, default=1, help="of sets of passages, take one question in so many")
    parser.add_argument("--most", type=int, default=120, help="held-out questions of a set")
    parser.add_argument("--weights", default="0,3,6", help="weights of cosine")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    reader, vectors = _open(options.reader, options.threads), Vectors(options.cache)
    scorer = reader.score
    weights: list[float | None] = [None, *(float(part) for part in options.weights.split(","))]
    if options.data:
        held = held_out_rankings(options.data, scorer, vectors, options.most)
        for weight in weights:
            by_set = {name: round(summary([r for r in held if r.set == name], weight)[0], 3) for name in PERMISSIVE}
            mean, hit, n = summary(held, weight)
            logger.info("held out, %s: MAP %.3f hit@1 %.3f (n %d) %s", _label(weight), mean, hit, n, json.dumps(by_set))
        pointing = held_out_pointing(options.data, reader, vectors, options.most)
        for sure in (0.3, 0.4, 0.5, 0.6):
            logger.info("spans: %s", pointing_line(pointing, sure))
    for name in options.sets.split(",") if options.benchmarks else ():
        pooled: list[Ranking] = []
        if name in ("trecqa_dev", "wikiqa_dev"):
            inside = candidate_rankings(options.benchmarks, name, scorer, vectors)
        else:
            inside, pooled = passage_rankings(options.benchmarks, name, scorer, vectors, options.every)
        for weight in weights:
            mean, hit, n = summary(inside, weight)
            apart = f" AUROC {separation(pooled, weight):.3f} (n {len(pooled)})" if pooled else ""
            logger.info("%s, %s: MAP %.3f hit@1 %.3f (n %d)%s", name, _label(weight), mean, hit, n, apart)


def _label(weight: float | None) -> str:
    return "cosine" if weight is None else f"reader + {weight:g} cosine"


def _open(name: str, threads: int) -> Reader:
    import torch

    from assistant.reader import load_reader

    torch.set_num_threads(threads)
    reader = load_reader(name)
    if reader is None:
        raise SystemExit("There is no reader to judge.")
    return reader


if __name__ == "__main__":
    main()
