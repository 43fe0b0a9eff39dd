"""Learn the selection model from labelled questions: `python -m eval.train_selection --data DIR --cache DIR`.

Nothing that is reported on is trained on; with the reader, nor is what it was trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.choosing.weighing.selection_model import MODEL_FILE, Linear
from assistant.choosing.weighing.signals import NAMES, NAMES_READ
from eval.train_selection.examples import SEED, Example, Reading, examples, written_examples
from eval.train_selection.fit import fit, report

WRITTEN = Path(__file__).parents[1] / "written"
CHOOSE = ("choose", "choose_dossiers")  # collections that the reader has not seen
SETS = {  # the set, how many articles make one knowledge base (0: all), and how many questions are asked at most
    "nq_gold": (0, 250),
    "squad2_dev_part": (1, 500),
    "squadshifts_wiki": (4, 250),
    "squad_train_part": (4, 250),
    "afriqa": (0, 250),
    "selqa": (0, 250),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, report by cross-validation over documents' sets, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_selection", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the sets' indexes")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS), help="sets to learn from")
    parser.add_argument("--no-reader", action="store_true", help="learn the weights without the reader only")
    parser.add_argument("--out", type=Path, default=MODEL_FILE, help="where the weights go")
    options = parser.parse_args(arguments)
    plain = list(_asked_of(options, None, ("choose", "learn")))
    weights = json.loads(options.out.read_text(encoding="utf-8")) if options.out.is_file() else {}
    first, weights["without_reader"] = _learnt("without_reader", plain, NAMES)
    if not options.no_reader:
        from assistant.reader import load_reader

        reader = load_reader("")
        if reader is None:
            parser.error("there is no reader: unset ASSISTANT_READER, or say --no-reader")
        # Of the collections in `learn` the reader is too sure: it was trained on them.
        read = list(_asked_of(options, Reading(reader, first), CHOOSE))
        weights["with_reader"] = _learnt("with_reader", read, NAMES_READ)[1]
    weights["made_from"] = {"questions": {name: SETS[name][1] for name in options.sets}, "seed": SEED}
    options.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _asked_of(options: argparse.Namespace, reading: Reading | None, parts: Sequence[str]) -> Iterator[Example]:
    """The examples of the public sets and of these parts of the written collections."""
    for name in options.sets:
        yield from examples(options.data / name, options.cache, reading, *SETS[name])
    for folder in (folder for part in parts for folder in sorted((WRITTEN / part).iterdir())):
        yield from written_examples(folder, options.cache, reading)


def _learnt(
    key: str, found: Sequence[Example], columns: tuple[str, ...]
) -> tuple[Linear, dict[str, dict[str, object]]]:
    """Learn from one half and report on the other, then from all: the statement model, and all weights as written."""
    kept = [item for item in found if len(item.rows)]
    half, other = kept[::2], kept[1::2]
    sys.stderr.write(
        f"{key}, learnt on one half, measured on the other:\n{report(other, columns, *fit(half, columns))}\n"
    )
    statement, confidence = fit(kept, columns)
    return statement, {
        "statement": {"weights": _rounded(statement), "bias": 0.0},
        "confidence": {"weights": _rounded(confidence), "bias": round(confidence.bias, 5)},
    }


def _rounded(model: Linear) -> dict[str, float]:
    return {name: round(value, 5) for name, value in model.weights.items()}


if __name__ == "__main__":
    sys.exit(main())
