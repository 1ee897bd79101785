"""The outline of a glyph's dots, so that PDF and SVG draw the very dots that the printer sets."""

from desktop.labels.primitives import Bars, Glyph

Point = tuple[int, int]


def outline(glyph: Glyph) -> tuple[tuple[Point, ...], ...]:
    """Return closed outlines around the black dots, to be filled by either winding rule.

    Coordinates are dots from the upper left corner of the glyph, y down.
    """
    steps = _border(glyph)
    loops = []
    while steps:
        point = next(iter(steps))
        heading: Point | None = None
        loop = []
        # As many border lines lead to a point as from it, so a walk ends only where it began.
        while point in steps:
            step = steps[point].pop()
            if not steps[point]:
                del steps[point]
            if step != heading:
                loop.append(point)
            point, heading = (point[0] + step[0], point[1] + step[1]), step
        loops.append(tuple(loop))
    return tuple(loops)


def _border(glyph: Glyph) -> dict[Point, list[Point]]:
    """Return the steps from each corner along the border of the black, which lies on their right."""
    stride = (glyph.width + 7) // 8
    black = {
        (x, y)
        for y in range(glyph.height)
        for x in range(glyph.width)
        if glyph.rows[y * stride + x // 8] & (0x80 >> x % 8)
    }
    steps: dict[Point, list[Point]] = {}
    for x, y in sorted(black):
        for neighbour, corner, step in (
            ((x, y - 1), (x, y), (1, 0)),
            ((x + 1, y), (x + 1, y), (0, 1)),
            ((x, y + 1), (x + 1, y + 1), (-1, 0)),
            ((x - 1, y), (x, y + 1), (0, -1)),
        ):
            if neighbour not in black:
                steps.setdefault(corner, []).append(step)
    return steps


def bar_runs(bars: Bars) -> tuple[tuple[int, int], ...]:
    """Return (x, width) of each bar of a linear symbol, in dots on the label."""
    runs = []
    x = bars.x
    for run in bars.modules.replace("01", "0 1").replace("10", "1 0").split():
        width = len(run) * bars.module_dots
        if run[0] == "1":
            runs.append((x, width))
        x += width
    return tuple(runs)
