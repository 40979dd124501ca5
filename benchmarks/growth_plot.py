"""The log-log plot of cost against length, as an SVG that reads in a light and a dark page."""

from __future__ import annotations

import math
from collections.abc import Mapping

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 20, 50


def plot(seconds: Mapping[int, float]) -> str:
    """Draw CPU seconds by words; both axes logarithmic, a dashed line of slope one beside.

    Parameters
    ----------
    seconds : mapping of int to float
        CPU seconds of one article by its number of words.

    Returns
    -------
    str
        A whole SVG file.
    """
    words = sorted(seconds)
    low_x, high_x = math.log10(words[0]), math.log10(words[-1])
    low_y = math.floor(math.log10(min(seconds.values())))
    high_y = math.ceil(math.log10(max(seconds.values())))

    def place(number: float, spent: float) -> tuple[float, float]:
        across = (math.log10(number) - low_x) / (high_x - low_x)
        up = (math.log10(spent) - low_y) / (high_y - low_y)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )

    last = words[-1]
    # slope one through the last point, down to the lowest line of the drawing
    first = max(words[0], last * 10**low_y / seconds[last])
    (x1, y1), (x2, y2) = place(first, seconds[last] * first / last), place(last, seconds[last])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="CPU time of one article by its length, both axes logarithmic">',
        "<style>text{font:12px sans-serif;fill:#777}line{stroke:#8884}"
        ".s{fill:none;stroke:#c60;stroke-width:2}.d{stroke:#777;stroke-dasharray:4 4}"
        "circle{fill:#c60}</style>",
        f'<line class="d" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>',
    ]
    for power in range(math.ceil(low_x), math.floor(high_x) + 1):
        x, _ = place(10**power, 10**low_y)
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low_y, high_y + 1):
        _, y = place(words[0], 10**power)
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} s</text>')
    points = [place(number, seconds[number]) for number in words]
    line = " ".join(f"{x},{y}" for x, y in points)
    parts.append(f'<polyline class="s" points="{line}"/>')
    parts += [f'<circle cx="{x}" cy="{y}" r="3.5"/>' for x, y in points]
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">'
        "words of the article (dashed: time in proportion to them)</text></svg>"
    )
    return "\n".join(parts) + "\n"
