"""Small pictures of numbers as inline SVG, in the page's colours, with their numbers in words for screen readers."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.web.parts.html import Markup, el

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 320, 168, 34, 30


def curve(points: Sequence[tuple[float, float]], across: str, up: str) -> Markup:
    """A line through points whose second value is in [0, 1]."""
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    width = high - low or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return _LEFT + (x - low) / width * (_WIDTH - _LEFT - 12), (1 - y) * (_HEIGHT - _BOTTOM - 10) + 10

    grid = []
    for y in (0.0, 0.5, 1.0):
        at = place(low, y)[1]
        grid.append(el("line", x1=_LEFT, x2=_WIDTH - 12, y1=_n(at), y2=_n(at), class_="grid"))
        grid.append(el("text", f"{y:.1f}", x=_LEFT - 6, y=_n(at + 4), class_="end"))
    ticks = [x for x, _ in points] if len(points) <= 8 else [0.25, 0.5, 0.75, 1.0]
    for x in ticks:
        anchor = "end" if x == ticks[-1] and len(points) > 8 else "middle"
        grid.append(el("text", f"{x:g}", x=_n(place(x, 0)[0]), y=_HEIGHT - 12, class_=anchor))
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in (place(*point) for point in points))
    dots = [el("circle", cx=_n(x), cy=_n(y), r=3) for x, y in (place(*p) for p in points)] if len(points) <= 8 else []
    shown = points if len(points) <= 8 else [points[round(share * (len(points) - 1))] for share in (0.25, 0.5, 0.75, 1)]
    words = f"{up}, {across}: " + ", ".join(f"{x:.2g}: {y:.2f}" for x, y in shown)
    return el(
        "svg",
        *grid,
        el("polyline", points=path),
        *dots,
        el("text", across, x=_WIDTH - 12, y=_HEIGHT + 4, class_="end name"),
        el("text", up, x=_LEFT, y=-1, class_="start name"),
        class_="plot",
        viewBox=f"0 -12 {_WIDTH} {_HEIGHT + 22}",
        role="img",
        aria_label=words,
    )


def interval(mean: float, low: float, high: float) -> Markup:
    """A mean as a dot on its interval, on a scale from 0 to 1."""
    return el(
        "svg",
        el("line", x1=2, x2=118, y1=8, y2=8, class_="grid"),
        el("line", x1=_n(_at(low)), x2=_n(_at(high)), y1=8, y2=8, class_="span"),
        el("circle", cx=_n(_at(mean)), cy=8, r=4),
        class_="plot small",
        viewBox="0 0 120 16",
        role="img",
        aria_label=f"{low:.3f} – {high:.3f}",
    )


def bar(share: float) -> Markup:
    """A share as a bar."""
    return el(
        "svg",
        el("rect", x=2, y=4, width=116, height=8, rx=2, class_="ground"),
        el("rect", x=2, y=4, width=_n(max(1.0, share * 116)), height=8, rx=2),
        class_="plot small",
        viewBox="0 0 120 16",
        role="img",
        aria_label=f"{share:.0%}",
    )


def _at(value: float) -> float:
    return 2 + min(1.0, max(0.0, value)) * 116


def _n(value: float) -> str:
    return f"{value:.1f}"
