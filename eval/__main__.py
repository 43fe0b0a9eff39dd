"""The terminal of the evaluation: `python -m eval ...`."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from eval.commands import COMMANDS, make_parser
from knowledge.errors import ExpectedError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 done, 1 an expected error or a failed gate, 2 wrong usage."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    options = make_parser().parse_args(arguments)
    if options.verbose:
        logging.getLogger("eval").setLevel(logging.INFO)
    try:
        code, text = COMMANDS[options.command](options)
        if text:
            print(text, flush=True)
    except ExpectedError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped. What is finished is kept: the same command goes on from here.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to say at exit
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
