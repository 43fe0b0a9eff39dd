"""The page and the HTTP interface: `python app.py`, the same as `python -m assistant serve`."""

import sys

from assistant.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
