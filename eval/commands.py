"""The options of every command, and what each command prints."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from eval.questions.select_questions import PRESETS
from eval.questions.suites import BUNDLED

ARTICLE_VARIABLE = "ASSISTANT_ARTICLE"

Outcome = tuple[int, str]
"""Exit code and what goes to stdout."""


def make_parser() -> argparse.ArgumentParser:
    """The parser of `python -m eval`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Measure answers, compare systems, guard against getting worse."
    )
    parser.add_argument("--verbose", action="store_true", help="tell more on stderr")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    article = _article()
    _add_run(commands, article)
    _add_matrix(commands, article)
    _add_comparing(commands)
    _add_data(commands)
    doctor = commands.add_parser("doctor", help="check everything that a run needs, before it")
    doctor.add_argument("--json", action="store_true", help="one JSON object")
    explain = commands.add_parser("explain", help="what a metric measures, with formula, example and what it misses")
    explain.add_argument("metric", nargs="?", help="its name; without it, the list of all")
    return parser


Commands = argparse._SubParsersAction  # the type of `add_subparsers()`, which argparse does not name publicly


def _add_asking(parser: argparse.ArgumentParser, article: Path | None) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the run; without it, one in runs/")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="questions instead of the suite's own")
    parser.add_argument("--index", type=Path, metavar="DIR", help="answer from this index instead of building one")
    parser.add_argument(
        "--article", "--corpus", type=Path, metavar="PATH", default=article, help="the article of visit_article"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="at most N questions, spread evenly")
    parser.add_argument("--preset", choices=PRESETS, help="smoke: 8 questions a suite; quick: 60; full: all")
    parser.add_argument("--ids", default="", metavar="ID,ID", help="only these questions")
    parser.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE", help="only such questions")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting")
    parser.add_argument(
        "--system", default="assistant", help="assistant, module:attribute (callable or Runnable), or an http address"
    )
    parser.add_argument("--timeout", type=float, default=120.0, metavar="SECONDS", help="longest wait a question")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="questions asked at once; of several suites, suites"
    )
    parser.add_argument("--no-cache", action="store_true", help="ask every question, whatever is known")
    parser.add_argument("--no-references", action="store_true", help="leave out the reference rows")
    parser.add_argument("--drop-gold", action="store_true", help="remove gold documents: nothing can be answered")
    parser.add_argument("--retrieval-only", action="store_true", help="only search; shown beside BM25 and plain Chroma")
    parser.add_argument("--retry-errors", action="store_true", help="ask failed questions again")
    parser.add_argument("--fresh", action="store_true", help="forget what the folder holds and start over")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _article() -> Path | None:
    """The article that the environment names; it is no setting of the assistant, which refuses names it lacks."""
    given = os.environ.pop(ARTICLE_VARIABLE, "")
    return Path(given) if given else None


def _add_run(commands: Commands[argparse.ArgumentParser], article: Path | None) -> None:
    run = commands.add_parser("run", help="ask a suite's questions and measure the answers")
    run.add_argument(
        "suites",
        nargs="+",
        metavar="SUITE",
        help=f"{', '.join(BUNDLED)}, or a folder with corpus.jsonl and questions.jsonl",
    )
    _add_asking(run, article)
    run.add_argument("--dry-run", action="store_true", help="only say what would be asked, and check everything")
    run.add_argument("--check-determinism", action="store_true", help="ask everything twice and compare the answers")
    run.add_argument("--json", action="store_true", help="print results.json instead of tables")


def _add_matrix(commands: Commands[argparse.ArgumentParser], article: Path | None) -> None:
    matrix = commands.add_parser("matrix", help="run suites over a grid of settings from a YAML file")
    matrix.add_argument("file", type=Path, help="YAML with axes:, include:, exclude:")
    matrix.add_argument("suites", nargs="+", metavar="SUITE", help="as with run")
    _add_asking(matrix, article)


def _add_comparing(commands: Commands[argparse.ArgumentParser]) -> None:
    compare = commands.add_parser("compare", help="two runs on the same questions, paired, with tests")
    compare.add_argument("first", type=Path, metavar="A", help="folder of a run, or a baseline file")
    compare.add_argument("second", type=Path, metavar="B", help="folder of a run")
    compare.add_argument("--json", action="store_true", help="one JSON object")
    report = commands.add_parser("report", help="one HTML file about a run, readable without a network")
    report.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    report.add_argument("--against", type=Path, metavar="DIR", help="another run, to show what is fixed and broken")
    report.add_argument("--out", type=Path, metavar="FILE", help="where to write it; DIR/report.html without it")
    gate = commands.add_parser("gate", help="fail if a run is measurably worse than a baseline")
    gate.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    gate.add_argument("--baseline", type=Path, metavar="FILE", help="a baseline file; without it, the committed one")
    gate.add_argument("--tolerance", type=float, default=0.02, help="largest drop that is let pass, in [0, 1]")
    gate.add_argument("--strict", action="store_true", help="exit 2 if there are too few questions to see such a drop")
    gate.add_argument("--update", action="store_true", help="write the baseline from this run instead")
    gate.add_argument("--json", action="store_true", help="one JSON object")
    rescore = commands.add_parser("rescore", help="measure stored answers again, asking nothing")
    rescore.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    rescore.add_argument("--references", action="store_true", help="make the reference rows anew as well")
    judge = commands.add_parser("judge", help="let a chat model judge finished answers; an extra, never in the gate")
    judge.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    judge.add_argument("--model", required=True, metavar="PROVIDER:MODEL", help="the chat model that judges")
    leaderboard = commands.add_parser("leaderboard", help="rank the runs of a folder")
    leaderboard.add_argument("folder", type=Path, metavar="DIR", help="a folder of run folders")
    leaderboard.add_argument("--metric", default="", help="what to rank by; each set's own main metric without it")
    leaderboard.add_argument("--json", action="store_true", help="one JSON object")


def _add_data(commands: Commands[argparse.ArgumentParser]) -> None:
    bench = commands.add_parser("bench", help="benchmarks: list, check, import; speed on this machine")
    actions = bench.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="what is bundled, and what lies in a folder")
    listing.add_argument("folder", nargs="?", type=Path, help="a folder of benchmark folders")
    validate = actions.add_parser("validate", help="check every line and span, warn of duplicates, leaks, tiny sets")
    validate.add_argument("suite", help="a bundled name or a folder")
    imported = actions.add_parser("import", help="make a benchmark folder from other tools' files")
    imported.add_argument("format", choices=("beir", "squad", "ragas", "clapnq", "csv", "jsonl"), help="their format")
    imported.add_argument("source", type=Path, help="the file or folder to read")
    imported.add_argument("out", type=Path, help="the folder to write")
    imported.add_argument("--split", default="test", help="beir: which qrels")
    label = actions.add_parser("label", help="a page on this machine to write questions and pick their sentences")
    label.add_argument("folder", type=Path, help="a folder with corpus.jsonl; questions.jsonl is written there")
    label.add_argument("--port", type=int, default=7870, help="where the page listens; 0: any free port")
    actions.add_parser("speed", help="how fast this machine takes in, searches and answers")
    actions.add_parser("rivals", help="the same beside plain LangChain with Chroma, and txtai if it is installed")
    growth = actions.add_parser("growth", help="build time, memory, disk, search time and recall with many passages")
    growth.add_argument(
        "sizes", nargs="*", type=int, default=[1_000, 10_000], help="numbers of passages, multiples of 1,000"
    )
    growth.add_argument("--folder", type=Path, help="where the index is made and left; else in a folder thrown away")
    growth.add_argument("--minutes", type=float, default=0.0, help="put nothing more in after so long, and measure")
    growth.add_argument("--plots", type=Path, help="a folder for the figures and a plot of each")


def _run(options: argparse.Namespace) -> Outcome:
    from eval.running.command_show import show_run

    return show_run(options)


def _matrix(options: argparse.Namespace) -> Outcome:
    from eval.running.matrix import run_matrix

    return run_matrix(options)


def _compare(options: argparse.Namespace) -> Outcome:
    from eval.comparing.compare import compare_folders

    return compare_folders(options.first, options.second, options.json)


def _report(options: argparse.Namespace) -> Outcome:
    from eval.report.write import write_report

    return 0, f"Written: {write_report(options.folder, options.out, options.against)}"


def _gate(options: argparse.Namespace) -> Outcome:
    from eval.comparing.gate import run_gate

    return run_gate(options)


def _rescore(options: argparse.Namespace) -> Outcome:
    from eval.running.rescore import rescore_folder

    return rescore_folder(options.folder, options.references)


def _judge(options: argparse.Namespace) -> Outcome:
    from assistant.settings import Settings
    from eval.judge import judge_folder

    settings = Settings.load()
    return judge_folder(options.folder, options.model, settings.chat_base_url, settings.chat_api_key.get_secret_value())


def _leaderboard(options: argparse.Namespace) -> Outcome:
    from eval.comparing.leaderboard import rank_folder

    return rank_folder(options.folder, options.metric, options.json)


def _bench(options: argparse.Namespace) -> Outcome:
    from eval.bench import run_bench

    return run_bench(options)


def _doctor(options: argparse.Namespace) -> Outcome:
    from eval.doctor import check_all

    return check_all(options.json)


def _explain(options: argparse.Namespace) -> Outcome:
    from eval.explain import explain

    return 0, explain(options.metric)


COMMANDS: dict[str, Callable[[argparse.Namespace], Outcome]] = {
    "run": _run,
    "matrix": _matrix,
    "compare": _compare,
    "report": _report,
    "gate": _gate,
    "rescore": _rescore,
    "judge": _judge,
    "leaderboard": _leaderboard,
    "bench": _bench,
    "doctor": _doctor,
    "explain": _explain,
}
