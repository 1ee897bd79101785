"""The outline of black dots, so that PDF and SVG draw the very dots that the printer sets."""

from collections.abc import Set as AbstractSet

from desktop.labels.primitives import Glyph, Matrix

Point = tuple[int, int]
Loop = tuple[Point, ...]
ExactLoop = tuple[tuple[float, float], ...]


def outline(glyph: Glyph) -> tuple[Loop, ...]:
    """Return the outlines of a glyph's black dots, from its upper left corner; see ``loops_around``."""
    stride = (glyph.width + 7) // 8
    return loops_around(
        {
            (x, y)
            for y in range(glyph.height)
            for x in range(glyph.width)
            if glyph.rows[y * stride + x // 8] & (0x80 >> x % 8)
        }
    )


def inset_outline(glyph: Glyph, inset: float) -> tuple[ExactLoop, ...]:
    """Return the outlines of a glyph, moved into the black by ``inset`` dots; see ``inset_loops``."""
    return inset_loops(outline(glyph), inset)


def matrix_outline(matrix: Matrix, inset: float = 0.0) -> tuple[ExactLoop, ...]:
    """Return the outlines of a symbol's black modules on the label, moved into the black by ``inset`` dots.

    Modules that touch are one shape: whatever draws it leaves no hairline between them.
    """
    dots = matrix.module_dots
    black = {(x, y) for y, row in enumerate(matrix.rows) for x, module in enumerate(row) if module == "1"}
    return tuple(
        tuple((matrix.x + x * dots, matrix.y + y * dots) for x, y in loop)
        for loop in inset_loops(loops_around(black), inset / dots)
    )


def loops_around(black: AbstractSet[Point]) -> tuple[Loop, ...]:
    """Return the corners of closed outlines around black dots, to be filled by either winding rule.

    y grows down. Black lies on the right of one who walks along an outline; dots that only touch at a
    corner have outlines of their own.
    """
    border = _border(black)
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


def inset_loops(loops: tuple[Loop, ...], inset: float) -> tuple[ExactLoop, ...]:
    """Return outlines moved into the black by ``inset``.

    A renderer that blackens every dot that a shape touches would else blacken its neighbours too,
    since a coordinate may be the smallest fraction beyond its dot.
    """
    return tuple(
        tuple(_inset(point, (loop[i - 1], loop[(i + 1) % len(loop)]), inset) for i, point in enumerate(loop))
        for loop in loops
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


def _border(black: AbstractSet[Point]) -> dict[tuple[Point, Point], None]:
    """Return all steps (corner, heading) along the border of the black, which lies on their right."""
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
