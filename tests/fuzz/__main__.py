"""Fuzz every target in turn: `python -m tests.fuzz [--seconds 3600] [--folder .fuzz] [TARGET ...]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

NAMES = ("marks", "sentences", "office", "text", "files")


def main() -> int:
    """Run each target for its share of the time; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)}; all when none is named")
    parser.add_argument("--seconds", type=int, default=3600, help="for all targets together")
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"), help="of the inputs, kept from run to run")
    options = parser.parse_args()
    targets = options.targets or NAMES
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in targets:
        share = str(options.seconds // len(targets))
        with (options.folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", "tests.fuzz.one", name, str(options.folder), share]
            code = subprocess.run(command, stdout=log, stderr=log, check=False).returncode
        said = options.folder / f"{name}.json"
        print(name, "ended with", code, json.loads(said.read_text()) if said.exists() else "")
    found = sorted((options.folder / "found").glob("*"))
    print(f"{len(found)} files in {options.folder / 'found'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
