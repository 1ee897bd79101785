"""What the program offers to do about a finding: small changes of a design, each of which settles one.

A length that is put right is a whole number of the printer's dots.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil

from desktop.labels.document import LabelDesign
from desktop.labels.elements import CodeBlock, Element, SymbolElement, TextElement
from desktop.labels.findings import Mend
from desktop.labels.primitives import Area, Turn
from desktop.texts import Text, say
from desktop.units import Resolution

WHITE, BLACK = "#ffffff", "#000000"


def changed(design: LabelDesign, name: str, change: Callable[[Element], Element]) -> LabelDesign:
    """Return the design with one element changed; as it is where the element is gone by now."""
    elements = tuple(change(element) if element.name == name else element for element in design.elements)
    return replace(design, elements=elements)


def _mend(title: Text, name: str, change: Callable[[Element], Element]) -> Mend:
    return Mend(title, lambda design: changed(design, name, change))


def with_height(element: CodeBlock | SymbolElement, height_mm: float, resolution: Resolution) -> Mend:
    """Make bars as high as they must be."""
    dots = ceil(height_mm * resolution.dots_per_mm - 1e-9)
    wanted = resolution.mm(dots)

    def change(one: Element) -> Element:
        return replace(one, height_mm=wanted) if isinstance(one, CodeBlock | SymbolElement) else one

    return _mend(say("Make the bars {height} mm high", height=f"{wanted:.2f}"), element.name, change)


def with_module(element: CodeBlock | SymbolElement, x_mm: float) -> Mend:
    """Ask for modules that are legal."""

    def change(one: Element) -> Element:
        return replace(one, module_mm=x_mm) if isinstance(one, CodeBlock | SymbolElement) else one

    return _mend(say("Ask for modules of {x} mm", x=f"{x_mm:.3f}"), element.name, change)


def with_gap(element: CodeBlock, gap_mm: float) -> Mend:
    """Give bars the free space above and below that they need."""

    def change(one: Element) -> Element:
        return replace(one, gap_mm=gap_mm) if isinstance(one, CodeBlock) else one

    return _mend(say("Make the gap {gap} mm", gap=f"{gap_mm:g}"), element.name, change)


def with_automatic_size(element: SymbolElement) -> Mend:
    """Let the longest data decide how large a matrix symbol is."""

    def change(one: Element) -> Element:
        return replace(one, size="") if isinstance(one, SymbolElement) else one

    return _mend(say("Let the data decide the size"), element.name, change)


def with_text_size(element: TextElement, pixels: int, resolution: Resolution) -> Mend:
    """Set a text smaller or larger."""
    size_mm = resolution.mm(pixels)

    def change(one: Element) -> Element:
        if not isinstance(one, TextElement):
            return one
        return replace(one, size_mm=size_mm, least_size_mm=min(one.least_size_mm, size_mm))

    return _mend(say("Set the text {size} mm high", size=f"{size_mm:.2f}"), element.name, change)


def with_hri_size(element: CodeBlock | SymbolElement, size_mm: float) -> Mend:
    """Set the digits of a symbol larger."""

    def change(one: Element) -> Element:
        return replace(one, hri_size_mm=size_mm) if isinstance(one, CodeBlock | SymbolElement) else one

    return _mend(say("Set the digits {size} mm high", size=f"{size_mm:.2f}"), element.name, change)


def with_groups(element: TextElement, shown: str, right: str) -> Mend:
    """Part the digits of a code that a text shows as the printing rules draw them."""

    def change(one: Element) -> Element:
        return replace(one, text=one.text.replace(shown, right)) if isinstance(one, TextElement) else one

    return _mend(say("Group the digits as {grouped}", grouped=right), element.name, change)


def without_invisible(element: TextElement | CodeBlock | SymbolElement, invisible: frozenset[str]) -> Mend:
    """Take characters out of a text that nobody sees."""

    def clean(text: str) -> str:
        return "".join(character for character in text if character not in invisible)

    def change(one: Element) -> Element:
        match one:
            case TextElement():
                return replace(one, text=clean(one.text))
            case CodeBlock():
                return replace(one, heading=clean(one.heading), field=clean(one.field))
            case SymbolElement():
                return replace(one, data=clean(one.data))
            case _:
                return one

    return _mend(say("Take the invisible characters out"), element.name, change)


def with_colours(stock: str = WHITE, ink: str = BLACK) -> Mend:
    """Print black on white."""
    return Mend(say("Print black on white"), lambda design: replace(design, stock=stock, ink=ink))


def moved(name: str, across: int, down: int, resolution: Resolution) -> Mend:
    """Move an element by whole dots."""

    def change(one: Element) -> Element:
        return replace(
            one,
            x_mm=round(resolution.mm(resolution.dots(one.x_mm) + across), 9),
            y_mm=round(resolution.mm(resolution.dots(one.y_mm) + down), 9),
        )

    title = say(
        'Move "{element}" by {across}, {down} mm',
        element=name,
        across=f"{resolution.mm(across):.2f}",
        down=f"{resolution.mm(down):.2f}",
    )
    return _mend(title, name, change)


def turned(
    element: CodeBlock | SymbolElement, extent: Area, label: Area, resolution: Resolution
) -> Mend | None:
    """Turn a symbol by 90 degrees around its middle; None if it would not lie on the label then.

    Args:
        element: the symbol.
        extent: all of it on the label, in dots.
        label: the label, in dots.
        resolution: of the printer.
    """
    if extent.height > label.width or extent.width > label.height:
        return None
    x = extent.x + (extent.width - extent.height) // 2
    y = extent.y + (extent.height - extent.width) // 2
    x = min(max(x, 0), label.width - extent.height)
    y = min(max(y, 0), label.height - extent.width)
    # Where the element's own corner lies within its extent moves with the turn.
    before = Area(resolution.dots(element.x_mm) - extent.x, resolution.dots(element.y_mm) - extent.y, 0, 0)
    turn = Turn((element.turn + 90) % 360)

    def change(one: Element) -> Element:
        if not isinstance(one, CodeBlock | SymbolElement):
            return one
        return replace(
            one,
            turn=turn,
            x_mm=round(resolution.mm(x + before.y if isinstance(one, SymbolElement) else x), 9),
            y_mm=round(resolution.mm(y + before.x if isinstance(one, SymbolElement) else y), 9),
        )

    return _mend(say('Turn "{element}" by 90 degrees', element=element.name), element.name, change)


def onto_label(name: str, extent: Area, label: Area, resolution: Resolution) -> Mend | None:
    """Move an element onto the label by the shortest way; None if it is too large for it."""
    if extent.width > label.width or extent.height > label.height:
        return None
    across = max(label.x - extent.x, 0) or min(label.right - extent.right, 0)
    down = max(label.y - extent.y, 0) or min(label.bottom - extent.bottom, 0)
    return moved(name, across, down, resolution) if across or down else None


def shifted(area: Area, across: int, down: int) -> Area:
    """Return an area at another place."""
    return Area(area.x + across, area.y + down, area.width, area.height)


def clear_of(
    extent: Area, parts: Sequence[Area], forbidden: Area, label: Area, crowd: Callable[[Area], int]
) -> tuple[int, int] | None:
    """Find the best way to move something out of a forbidden area.

    Args:
        extent: all of it.
        parts: what of it is black.
        forbidden: where none of them may be.
        label: where all of it must stay.
        crowd: counts what it would come to lie on.

    Returns:
        Across and down in dots; None if there is no such way.
    """
    if not parts:
        return None
    left = forbidden.x - max(part.right for part in parts)
    right = forbidden.right - min(part.x for part in parts)
    up = forbidden.y - max(part.bottom for part in parts)
    down = forbidden.bottom - min(part.y for part in parts)
    best: tuple[int, int, tuple[int, int]] | None = None
    for step in ((left, 0), (right, 0), (0, up), (0, down)):
        place = shifted(extent, *step)
        if place.x < label.x or place.y < label.y or place.right > label.right or place.bottom > label.bottom:
            continue
        worth = (crowd(place), abs(step[0]) + abs(step[1]), step)
        if best is None or worth < best:
            best = worth
    return best[2] if best else None
