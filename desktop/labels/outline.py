"""The outline of a glyph's dots, so that PDF and SVG draw the very dots that the printer sets."""

from desktop.labels.primitives import Bars, Glyph

Point = tuple[int, int]


def outline(glyph: Glyph) -> tuple[tuple[Point, ...], ...]:
    """Return the corners of closed outlines around the black dots, to be filled by either winding rule.

    Coordinates are dots from the upper left corner of the glyph, y down. Black lies on the right of one
    who walks along an outline; dots that only touch at a corner have outlines of their own.
    """
    border = _border(glyph)
    left = dict.fromkeys(border)
    loops = []
    while left:
        step = next(iter(left))
        loop = []
        while step in left:
            del left[step]
            point, heading = step
            point = (point[0] + heading[0], point[1] + heading[1])
            # Of two ways on, the right one stays at the same dot.
            turns = (_right_of(heading), heading, _right_of(_right_of(_right_of(heading))))
            step = next((point, turn) for turn in turns if (point, turn) in border)
            if step[1] != heading:
                loop.append(point)
        loops.append(tuple(loop))
    return tuple(loops)


def inset_outline(glyph: Glyph, inset: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the outlines moved into the black by ``inset`` dots.

    A renderer that blackens every dot that a shape touches would else blacken its neighbours too,
    since a coordinate may be the smallest fraction beyond its dot.
    """
    return tuple(
        tuple(_inset(point, (loop[i - 1], loop[(i + 1) % len(loop)]), inset) for i, point in enumerate(loop))
        for loop in outline(glyph)
    )


def _right_of(heading: Point) -> Point:
    """Return the direction on the right of ``heading``, y down."""
    return (-heading[1], heading[0])


def _inset(point: Point, neighbours: tuple[Point, Point], inset: float) -> tuple[float, float]:
    before, after = neighbours
    inward = [_right_of(_heading(before, point)), _right_of(_heading(point, after))]
    return (
        point[0] + inset * (inward[0][0] + inward[1][0]),
        point[1] + inset * (inward[0][1] + inward[1][1]),
    )


def _heading(start: Point, end: Point) -> Point:
    def sign(difference: int) -> int:
        return (difference > 0) - (difference < 0)

    return (sign(end[0] - start[0]), sign(end[1] - start[1]))


def _border(glyph: Glyph) -> dict[tuple[Point, Point], None]:
    """Return all steps (corner, heading) along the border of the black, which lies on their right."""
    stride = (glyph.width + 7) // 8
    black = {
        (x, y)
        for y in range(glyph.height)
        for x in range(glyph.width)
        if glyph.rows[y * stride + x // 8] & (0x80 >> x % 8)
    }
    return {
        (corner, heading): None
        for x, y in sorted(black)
        for neighbour, corner, heading in (
            ((x, y - 1), (x, y), (1, 0)),
            ((x + 1, y), (x + 1, y), (0, 1)),
            ((x, y + 1), (x + 1, y + 1), (-1, 0)),
            ((x - 1, y), (x, y + 1), (0, -1)),
        )
        if neighbour not in black
    }


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
