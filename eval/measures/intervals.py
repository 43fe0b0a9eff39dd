"""Means with bootstrap intervals, paired differences, and Holm's correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
FLIPS = 9_999
SEED = 20251205
PAIRED_DEVIATION = 0.35
"""Standard deviation of a paired difference, as seen on question answering; says what a set of n questions can show."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval. `n` questions were scored of `total`."""

    mean: float
    low: float
    high: float
    n: int
    total: int

    def to_row(self) -> dict[str, float]:
        """The JSON object of `results.json`, rounded to six places."""
        return {
            "mean": round(self.mean, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "n": self.n,
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """How two systems differ on the same questions: second minus first."""

    mean: float
    low: float
    high: float
    wins: int
    ties: int
    losses: int
    p: float
    test: str

    @property
    def n(self) -> int:
        """How many questions both were scored on."""
        return self.wins + self.ties + self.losses


@lru_cache(maxsize=64)
def resample_counts(n_groups: int) -> Floats:
    """How often each of n groups is drawn in each resample, `(RESAMPLES, n)`; the same for every call.

    The draws are those of `scipy.stats.bootstrap` with `rng=SEED`.
    """
    draws = np.random.default_rng(SEED).integers(0, n_groups, (RESAMPLES, n_groups))
    places = (np.arange(RESAMPLES)[:, None] * n_groups + draws).ravel()
    return np.bincount(places, minlength=RESAMPLES * n_groups).reshape(RESAMPLES, n_groups).astype(float)


def resample_weights(groups: Sequence[str]) -> Floats:
    """How often each question is drawn in each resample, `(RESAMPLES, n)`: whole groups are drawn together.

    Args:
        groups: The group of each of n questions; an empty string is a group of its own.
    """
    names = [group or f"\0{place}" for place, group in enumerate(groups)]
    index = {name: place for place, name in enumerate(dict.fromkeys(names))}
    counts = resample_counts(len(index))
    return counts if len(index) == len(names) else counts[:, [index[name] for name in names]]


def percentile_interval(draws: Floats) -> tuple[float, float]:
    """The middle 95 % of resampled values, undefined ones left out."""
    defined = draws[~np.isnan(draws)]
    if not defined.size:
        return float("nan"), float("nan")
    low, high = np.percentile(defined, (2.5, 97.5))
    return float(low), float(high)


def mean_with_interval(
    values: Sequence[float], groups: Sequence[str], weights: Sequence[float] | None = None
) -> Estimate:
    """The mean of defined values with its percentile bootstrap interval over questions or groups.

    Args:
        values: One value a question; at least one.
        groups: The group of each question; an empty string is a group of its own.
        weights: What each value counts for; all alike if None.
    """
    x = np.asarray(values, dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    counts = resample_weights(groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = percentile_interval((counts @ (w * x)) / (counts @ w))
    return Estimate(float((w * x).sum() / w.sum()), low, high, len(x), len(x))


def paired_difference(first: Sequence[float], second: Sequence[float], groups: Sequence[str]) -> Difference:
    """Second minus first on the same questions, with its interval and a two-sided test.

    For 0/1 values the exact McNemar test (a binomial test on the discordant pairs), else a sign-flip test with 9,999
    flips and a fixed seed.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    difference = b - a
    estimate = mean_with_interval(difference.tolist(), groups)
    wins, losses = int((difference > 0).sum()), int((difference < 0).sum())
    if np.isin(a, (0.0, 1.0)).all() and np.isin(b, (0.0, 1.0)).all():
        p, test = mcnemar(wins, losses), "McNemar"
    else:
        p, test = sign_flip(difference), "sign-flip"
    ties = len(difference) - wins - losses
    return Difference(estimate.mean, estimate.low, estimate.high, wins, ties, losses, p, test)


def mcnemar(wins: int, losses: int) -> float:
    """Two-sided exact McNemar test: how likely a split at least this uneven is when neither system is better."""
    from scipy.stats import binomtest

    return float(binomtest(wins, wins + losses, 0.5).pvalue) if wins + losses else 1.0


def sign_flip(difference: Floats) -> float:
    """Two-sided sign-flip test of a mean difference of zero: `scipy.stats.permutation_test` with paired samples."""
    from scipy.stats import permutation_test

    moved = difference[difference != 0]
    if moved.size < 2:
        return 1.0  # one difference of either sign is all that chance could give
    result = permutation_test(
        (moved,),
        lambda x, axis: np.mean(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=FLIPS,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction: each p times the number of tests not yet passed, never falling, at most 1."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def smallest_visible(n: int) -> float:
    """The smallest difference that n questions can show at 95 %, taking a usual spread of paired differences.

    1.96 * 0.35 / sqrt(n): 0.10 for 46 questions, 0.04 for 304.
    """
    return 1.96 * PAIRED_DEVIATION / n**0.5 if n else 1.0
