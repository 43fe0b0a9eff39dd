"""Arrays that take long to make, kept between runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def kept(folder: Path, name: str, made_from: object, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """The array of a file, which is made when it is missing.

    Args:
        folder: Where the files lie; made when missing.
        name: What the file is called, with a hash of `made_from`.
        made_from: All that the array hangs on, as JSON has it.
        make: Makes it.
    """
    path = folder / f"{name}-{hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, make())
    return np.asarray(np.load(path))
