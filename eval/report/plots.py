"""Plots of a report as inline SVG: their colours come from the page's style, so they follow light and dark."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 420, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 22, 12, 36
QUARTERS = ((0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1"))

Point = tuple[float, float]


def line_plot(title: str, lines: Mapping[str, Sequence[Point]], x_label: str, y_label: str) -> str:
    """Lines over [0, 1] in both directions, each with a name; dots where a line has few points."""
    parts = [_frame(title, x_label, y_label, QUARTERS)]
    for number, (name, points) in enumerate(lines.items()):
        placed = [(_x(x), _y(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline class="line line{number}" points="{path}"/>')
        if len(placed) <= 12:
            parts += [
                f'<circle class="dot line{number}" cx="{x:.1f}" cy="{y:.1f}" r="3">'
                f"<title>{html.escape(name)}: {points[i][0]:g}, {points[i][1]:.3f}</title></circle>"
                for i, (x, y) in enumerate(placed)
            ]
    return f"<figure>{_svg(''.join(parts), title)}<figcaption>{_legend(list(lines), title)}</figcaption></figure>"


def curve_at_k(title: str, values: Mapping[str, Mapping[int, float]]) -> str:
    """A share for several k: k on an even scale, each name a line."""
    ks = sorted({k for line in values.values() for k in line})
    place = {k: (i + 0.5) / len(ks) for i, k in enumerate(ks)}
    ticks = [(place[k], str(k)) for k in ks]
    parts = [_frame(title, "k", "share", ticks)]
    for number, (name, line) in enumerate(values.items()):
        placed = [(_x(place[k]), _y(value), value) for k, value in sorted(line.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in placed)
        parts.append(f'<polyline class="line line{number}" points="{path}"/>')
        for x, y, value in placed:
            label = f"{html.escape(name)}: {value:.3f}"
            parts.append(
                f'<circle class="dot line{number}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{label}</title></circle>'
            )
    return f"<figure>{_svg(''.join(parts), title)}<figcaption>{_legend(list(values), title)}</figcaption></figure>"


def histogram(title: str, values: Sequence[float], unit: str, n_bins: int = 24) -> str:
    """How often values fall into equal steps up to about the 99th percentile; what lies beyond is in the last step."""
    if not values:
        return ""
    ordered = sorted(values)
    top = 4 * _round_up(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] / 4)
    counts = [0] * n_bins
    for value in values:
        counts[min(n_bins - 1, int(value / top * n_bins))] += 1
    most = max(counts)
    ticks = [(share, f"{share * top:,g}") for share in (0, 0.25, 0.5, 0.75, 1)]
    parts = [_frame(title, unit, "questions", ticks, [(0, "0"), (1, str(most))])]
    for i, count in enumerate(counts):
        if count:
            x, width = _x(i / n_bins), (_x(1) - _x(0)) / n_bins - 1
            y = _y(count / most)
            shown = f"{i * top / n_bins:.0f}-{(i + 1) * top / n_bins:.0f} {html.escape(unit)}: {count}"
            parts.append(
                f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_y(0) - y:.1f}">'
                f"<title>{shown}</title></rect>"
            )
    median = ordered[len(ordered) // 2]
    caption = f"{html.escape(title)}: median {median:.0f} {html.escape(unit)}, n {len(values)}"
    return f"<figure>{_svg(''.join(parts), title)}<figcaption>{caption}</figcaption></figure>"


def interval_bar(mean: float, low: float, high: float) -> str:
    """A mean and its interval inside [0, 1] as a small bar for a table cell."""
    low, high = max(0.0, min(1.0, low)), max(0.0, min(1.0, high))
    return (
        '<svg class="interval" viewBox="0 0 100 12" width="100" height="12" aria-hidden="true">'
        '<line class="grid" x1="0" y1="6" x2="100" y2="6"/>'
        f'<rect class="range" x="{100 * low:.1f}" y="3" width="{max(0.8, 100 * (high - low)):.1f}" height="6"/>'
        f'<line class="mean" x1="{100 * mean:.1f}" y1="0" x2="{100 * mean:.1f}" y2="12"/></svg>'
    )


def _round_up(value: float) -> float:
    """The next number of one or two figures that is easy to read on an axis."""
    ten = 10.0 ** math.floor(math.log10(max(value, 1e-9)))
    return next(ten * step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if ten * step >= value)


def _svg(body: str, title: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(title, quote=True)}">{body}</svg>'


def _frame(
    title: str,
    x_label: str,
    y_label: str,
    x_ticks: Sequence[tuple[float, str]],
    y_ticks: Sequence[tuple[float, str]] = QUARTERS,
) -> str:
    parts = [f"<title>{html.escape(title)}</title>"]
    for share, label in y_ticks:
        y = _y(share)
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{html.escape(label)}</text>')
    for share, label in x_ticks:
        x = _x(share)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle">{html.escape(label)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text class="label" x="{middle}" y="{HEIGHT - 5}" text-anchor="middle">{html.escape(x_label)}</text>'
    )
    across = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text class="label" x="11" y="{across}" transform="rotate(-90 11 {across})" text-anchor="middle">'
        f"{html.escape(y_label)}</text>"
    )
    return "".join(parts)


def _legend(names: Sequence[str], title: str) -> str:
    keys = "".join(f'<span class="key line{i}"></span>{html.escape(name)} ' for i, name in enumerate(names))
    return f"{html.escape(title)}<br>{keys}"


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
