"""A grid of settings from one YAML file: every cell a run with a stable hash of its own."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.errors import EvaluationError
from eval.files import write_text
from eval.run_folder import configuration_of
from eval.running.command_run import RunRequest, plan
from eval.running.command_show import main_metrics, request_of
from eval.running.run_suites import run_suites
from eval.table import csv_table, show_value, text_table

Cell = Mapping[str, str]


def run_matrix(options: argparse.Namespace) -> tuple[int, str]:
    """The command `matrix`: run every cell, then one table of all.

    Raises:
        EvaluationError: The file cannot be read, or a cell's settings are wrong; nothing has been asked then.
    """
    request = request_of(options)
    requests = [_request(request, cell) for cell in read_cells(options.file)]
    planned = [plan(each) for each in requests]
    hashes = [configuration_of(*cell[0])["hash"] for cell in planned]
    out = request.out or Path("runs") / options.file.stem
    rows: list[list[str]] = []
    names: list[str] = []
    for each, cell, cell_hash in zip(requests, planned, hashes, strict=True):
        known = cell[0][1].configuration  # which shows no key
        _, finished = run_suites(replace(each, out=out / str(cell_hash)))
        for result in finished:
            names = names or main_metrics(result.suite.task, result.results)
            shown = [show_value(n, result.results[n].mean) if n in result.results else "-" for n in names]
            settings = " ".join(f"{key}={known.get(key, value)}" for key, value in each.settings.items())
            rows.append([str(cell_hash), result.suite.name, f"{each.system} {settings}".strip(), *shown])
    head = ("hash", "suite", "settings", *names)
    write_text(out / "matrix.csv", csv_table(head, rows))
    return 0, text_table(head, rows, right=tuple(range(3, len(head))))


def read_cells(path: Path) -> list[Cell]:
    """The cells of a matrix file: the product of `axes`, without what `exclude` matches, with `include` added.

    Raises:
        EvaluationError: The file is missing, no YAML, or has another shape.
    """
    import yaml

    try:
        stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise EvaluationError(f"{path} is not YAML: {error}.") from error
    if not isinstance(stored, dict) or not isinstance(stored.get("axes", {}), dict):
        raise EvaluationError(f"{path} needs 'axes:', each a setting with a list of values.")
    unknown = sorted(set(stored) - {"axes", "include", "exclude"})
    if unknown:
        raise EvaluationError(f"{path} has {unknown[0]!r}; it may hold axes, include and exclude.")
    axes = {str(name): _list(values, f"axes.{name}", path) for name, values in (stored.get("axes") or {}).items()}
    product = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())] if axes else []
    excluded = [_cell(cell, path) for cell in _list(stored.get("exclude") or [], "exclude", path)]
    included = [_cell(cell, path) for cell in _list(stored.get("include") or [], "include", path)]
    cells = [_cell(cell, path) for cell in product]
    kept: list[Cell] = [cell for cell in cells if not any(rule.items() <= cell.items() for rule in excluded)]
    kept += [cell for cell in included if cell not in kept]
    if not kept:
        raise EvaluationError(f"{path} has no cell: axes and include are empty, or exclude takes everything.")
    return kept


def _request(request: RunRequest, cell: Cell) -> RunRequest:
    settings = {name: value for name, value in cell.items() if name != "system"}
    return replace(request, system=cell.get("system", request.system), settings={**request.settings, **settings})


def _cell(value: object, path: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        raise EvaluationError(f"{path}: {value!r} should be settings with values.")
    return {str(name): str(item).lower() if isinstance(item, bool) else str(item) for name, item in value.items()}


def _list(value: object, name: str, path: Path) -> Sequence[object]:
    if not isinstance(value, list):
        raise EvaluationError(f"{path}: {name} must be a list, but is {value!r}.")
    return value
