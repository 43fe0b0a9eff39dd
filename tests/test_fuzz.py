"""The fuzzer's own checks hold on what it begins with, and on every input that it once broke something with."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import TARGETS

FOUND: tuple[tuple[str, bytes], ...] = ()
"""Target and input of each bug that was found, all mended."""


@pytest.mark.parametrize("name", TARGETS)
def test_every_promise_holds_on_what_the_fuzzer_begins_with(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].check(seed)
