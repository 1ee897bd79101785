"""One element resized, and one turned: what becomes of its place and its own measures."""

from dataclasses import replace

from desktop.labels.edits.frames import Frame, place, within
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Direction,
    Element,
    EllipseElement,
    HriPlace,
    LineElement,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.limits import FAR_MM
from desktop.labels.primitives import Turn


def reshaped(one: Element, before: Frame, after: Frame, *, alone: bool) -> Element:
    """Return the element as it is when all within ``before`` is fitted into ``after``.

    Args:
        one: the element.
        before: what the selection took up.
        after: what it shall take up.
        alone: whether the selection is this element only: then its place within its frame is kept (what
            stands around a symbol does not grow with it).
    """
    across = after.width_mm / before.width_mm if before.width_mm > 0 else 1.0
    down = after.height_mm / before.height_mm if before.height_mm > 0 else 1.0
    dx, dy = one.x_mm - before.x_mm, one.y_mm - before.y_mm
    if not alone:
        dx, dy = dx * across, dy * down
    put = replace(one, x_mm=place(after.x_mm + dx), y_mm=place(after.y_mm + dy))
    match put:
        case TextElement() | BoxElement() | EllipseElement() | PictureElement():
            return replace(
                put,
                width_mm=within(put.width_mm * across, 0.1, FAR_MM),
                height_mm=within(put.height_mm * down, 0.1, FAR_MM),
            )
        case LineElement():
            return _stretched(put, across, down, alone=alone)
        case CodeBlock():
            return _symbol_scaled(put, before, after, alone=alone)
        case SymbolElement() if put.symbology.linear:
            return _symbol_scaled(put, before, after, alone=alone)
        case SymbolElement():
            # A matrix keeps its shape: the side that was drawn farther decides.
            by = across if abs(across - 1) >= abs(down - 1) else down
            return replace(put, module_mm=within(put.module_mm * by, 0.01, 10.0))


def _stretched(one: LineElement, across: float, down: float, *, alone: bool) -> LineElement:
    flat = one.direction is Direction.HORIZONTAL
    along, thick = (across, down) if flat else (down, across)
    return replace(
        one,
        length_mm=within(one.length_mm * along, 0.01, 1000.0),
        thickness_mm=within(one.thickness_mm * thick, 0.01, 100.0) if alone else one.thickness_mm,
    )


def _symbol_scaled(
    one: CodeBlock | SymbolElement, before: Frame, after: Frame, *, alone: bool
) -> CodeBlock | SymbolElement:
    """Scale the modules along the symbol and the bars' height across it."""
    lies = one.turn in {Turn.NONE, Turn.AROUND}
    long_before, high_before = before.width_mm, before.height_mm
    long_after, high_after = after.width_mm, after.height_mm
    if not lies:
        long_before, high_before, long_after, high_after = high_before, long_before, high_after, long_after
    along = long_after / long_before if long_before > 0 else 1.0
    # Heading and digits keep their size: alone, only the bars take up the difference.
    scaled = one.height_mm * (high_after / high_before if high_before > 0 else 1.0)
    height = one.height_mm + high_after - high_before if alone else scaled
    return replace(
        one,
        module_mm=within(one.module_mm * along, 0.01, 10.0),
        height_mm=within(height, 0.1, 1000.0),
    )


def turned_right(one: Element, own: Frame, middle: tuple[float, float]) -> tuple[Element, Frame]:
    """Turn an element clockwise by 90 degrees about a point.

    Args:
        one: the element.
        own: the room whose upper left corner its (x, y) is, see ``own_frame``.
        middle: the point.

    Returns:
        The element, and its own room, turned.
    """
    x, y = middle
    room = Frame(x - (own.bottom_mm - y), y + (own.x_mm - x), own.height_mm, own.width_mm)
    put = replace(one, x_mm=place(room.x_mm), y_mm=place(room.y_mm))
    match put:
        case TextElement() | PictureElement():
            turn = Turn((put.turn + 90) % 360)
            return replace(put, width_mm=put.height_mm, height_mm=put.width_mm, turn=turn), room
        case CodeBlock() | SymbolElement():
            return replace(put, turn=Turn((put.turn + 90) % 360)), room
        case BoxElement() | EllipseElement():
            return replace(put, width_mm=put.height_mm, height_mm=put.width_mm), room
        case LineElement():
            flat = put.direction is Direction.HORIZONTAL
            return replace(put, direction=Direction.VERTICAL if flat else Direction.HORIZONTAL), room


def own_frame(one: Element, frame: Frame, symbol: Frame | None) -> Frame:
    """Return the room whose upper left corner the (x, y) of an element is.

    Args:
        one: the element.
        frame: all that it takes up.
        symbol: its bars or modules alone; None where that is not known.
    """
    match one:
        case TextElement() | BoxElement() | EllipseElement() | PictureElement():
            return Frame(one.x_mm, one.y_mm, one.width_mm, one.height_mm)
        case LineElement():
            flat = one.direction is Direction.HORIZONTAL
            width, height = (one.length_mm, one.thickness_mm) if flat else (one.thickness_mm, one.length_mm)
            return Frame(one.x_mm, one.y_mm, width, height)
        case CodeBlock():
            return frame
        case SymbolElement():
            return symbol or _modules_in(one, frame)


def _modules_in(one: SymbolElement, frame: Frame) -> Frame:
    """Return the room of a symbol's modules within its frame.

    Judged as well as can be without layout: its human-readable line lies on one side of it, in the middle
    of the other direction; bars are as high as they say, a matrix has the proportion of its size.
    """
    if one.hri is HriPlace.NONE:
        return Frame(one.x_mm, one.y_mm, frame.width_mm, frame.height_mm)
    dx, dy = max(one.x_mm - frame.x_mm, 0.0), max(one.y_mm - frame.y_mm, 0.0)
    width, height = frame.width_mm - 2 * dx, frame.height_mm - 2 * dy
    lies = one.turn in {Turn.NONE, Turn.AROUND}
    beside = (one.hri is HriPlace.RIGHT) == lies
    if one.symbology.linear:
        if lies and not beside:
            height = one.height_mm
        elif not lies and beside:
            width = one.height_mm
        return Frame(one.x_mm, one.y_mm, max(width, 0.0), max(height, 0.0))
    rows, _, columns = one.size.partition("x")
    share = int(columns) / int(rows) if rows.isdigit() and columns.isdigit() and int(rows) else 1.0
    share = share if lies else 1 / share if share else 1.0
    if beside:
        width = height * share
    else:
        height = width / share if share else width
    return Frame(one.x_mm, one.y_mm, max(width, 0.0), max(height, 0.0))
