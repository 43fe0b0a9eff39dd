"""`python -m assistant`, also installed as `visit`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.cli.entry import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; None: those of this process.

    Returns:
        0 done, 1 an error that a person can put right, 2 wrong usage, 3 `ask` found no answer, 4 the index is in use.
    """
    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
