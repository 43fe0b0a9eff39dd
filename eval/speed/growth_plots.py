"""Plots of how an index grows: both axes logarithmic, one SVG a figure, readable on light and dark ground."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.speed.growth_figures import Growth

WIDTH, HEIGHT = 460, 270
LEFT, RIGHT, TOP, BOTTOM = 64, 34, 34, 40
COLOURS = ("#2f7ed8", "#d9822b")
GREY = "#808080"
PLOTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "build": ("Building, seconds", {"by the clock": "build_seconds", "processor": "build_cpu_seconds"}),
    "memory": ("Memory of a process that asks, MB", {"": "memory_megabytes"}),
    "disk": ("Disk, MB", {"": "disk_megabytes"}),
    "search": ("Search, ms", {"p50": "search_p50", "p95": "search_p95"}),
    "ask": ("Answer without the reader, ms", {"p50": "ask_p50", "p95": "ask_p95"}),
    "recall": ("Recall@10 against exact search", {"": "recall"}),
}

Line = tuple[str, Sequence[tuple[float, float]]]


def write_plots(found: Sequence[Growth], folder: Path) -> None:
    """Write `growth-NAME.svg` for each figure."""
    for name, (title, lines) in PLOTS.items():
        drawn = [
            (label, [(one.passages, float(getattr(one, field))) for one in found]) for label, field in lines.items()
        ]
        (folder / f"growth-{name}.svg").write_text(_plot(title, drawn, even=name == "recall"), encoding="utf-8")


def _plot(title: str, lines: Sequence[Line], even: bool) -> str:
    """One plot; with `even` the upright axis goes evenly from 0 to 1."""
    xs = [x for _, points in lines for x, _ in points]
    ys = [y for _, points in lines for _, y in points]
    across = range(math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs))) + 1)
    up = range(math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys) * 1.0001)) + 1)

    def place_x(value: float) -> float:
        return LEFT + (math.log10(value) - across[0]) / max(1, across[-1] - across[0]) * (WIDTH - LEFT - RIGHT)

    def place_y(value: float) -> float:
        share = value if even else (math.log10(value) - up[0]) / max(1, up[-1] - up[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    marks_x = [10.0**n for n in across]
    marks_y = [0, 0.25, 0.5, 0.75, 0.95] if even else [10.0**n for n in up]
    parts = [f'<text x="{LEFT}" y="18" font-size="14">{html.escape(title)}</text>']
    for x in marks_x:
        parts.append(f'<line x1="{place_x(x):.1f}" x2="{place_x(x):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{place_x(x):.1f}" y="{HEIGHT - 22}" text-anchor="middle">{x:,.0f}</text>')
    for y in marks_y:
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{place_y(y):.1f}" y2="{place_y(y):.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{place_y(y) + 4:.1f}" text-anchor="end">{y:,g}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}" text-anchor="middle">passages</text>')
    for (label, points), colour in zip(lines, COLOURS, strict=False):
        path = " ".join(f"{place_x(x):.1f},{place_y(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in points:
            told = f"{x:,.0f} passages: {y:,.3g} {label}".rstrip()
            dot = f'cx="{place_x(x):.1f}" cy="{place_y(y):.1f}" r="3.5" fill="{colour}"'
            parts.append(f"<circle {dot}><title>{told}</title></circle>")
    names = [
        f'<tspan style="fill:{colour}">{label}</tspan>' for (label, _), colour in zip(lines, COLOURS, strict=False)
    ]
    parts.append(f'<text x="{WIDTH - RIGHT}" y="18" text-anchor="end">{" &#160; ".join(names)}</text>')
    style = f"text{{fill:{GREY};font:11px sans-serif}}line{{stroke:{GREY};stroke-opacity:.25}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{html.escape(title)}"><style>{style}</style>{"".join(parts)}</svg>\n'
    )
