"""How fast the designer's label follows the hand, on one core: ``python -m tests.benchmarks.designer_model``.

A design of 200 elements, 12 of them symbols: opening it, dragging each kind of element, changing a
property with a fresh picture at 24 dots/mm, scrubbing through records.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Element,
    EllipseElement,
    HriPlace,
    LineElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.image import rows_of
from desktop.labels.live import LiveLabel
from desktop.labels.primitives import Symbology
from desktop.units import Resolution

VALUES = {
    "code": "81234561234567891234",
    "gtin": "06932833600109",
    "lot": "L02707",
    "expiry": "2030-01-31",
    "serial": "81250531278265838370",
    "product": "蒙脱石散",
}
DATA = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"


def design() -> LabelDesign:
    """Return 200 elements on a label of 200 x 300 mm."""
    elements: list[Element] = [
        CodeBlock("block 1", 5, 5, "{code}", 0.25, 9, "药品追溯码", 2.5, "1-6-9-4", 2.5),
        CodeBlock("block 2", 5, 30, "{code}", 0.25, 9, "药品追溯码", 2.5, "7-13", 2.5),
    ]
    elements += [
        SymbolElement(
            f"matrix {number}", 60 + 25 * number, 5, Symbology.GS1_DATA_MATRIX, DATA, 0.38, hri=HriPlace.BELOW
        )
        for number in range(5)
    ]
    linear = ((Symbology.EAN_13, "{gtin}"), (Symbology.ITF_14, "{gtin}"), (Symbology.GS1_128, "(01){gtin}"))
    elements += [
        SymbolElement(f"bars {number}", 60, 35 + 25 * number, symbology, data, 0.33, 15, hri=HriPlace.BELOW)
        for number, (symbology, data) in enumerate(linear)
    ]
    link = "https://id.gs1.org/01/{gtin}/21/{serial}"
    elements += [
        SymbolElement(f"qr {number}", 150, 35 + 30 * number, Symbology.QR, link, 0.4) for number in range(2)
    ]
    elements += [
        TextElement(
            f"text {number}", 5 + 38 * (number % 5), 115 + 7 * (number // 5), 36, 5, "批号 {lot} text", 2.5
        )
        for number in range(130)
    ]
    elements += [LineElement(f"line {row}", 5, 113.5 + 7 * (row % 26), 190, 0.25) for row in range(28)]
    elements += [BoxElement(f"box {number}", 2 + number * 0.2, 2, 3, 3, 0.25) for number in range(20)]
    elements += [EllipseElement(f"ring {number}", 5 + 8 * number, 50, 6, 4, 0.3) for number in range(10)]
    return LabelDesign("many", Title("", ""), 200, 300, tuple(elements))


def moved(before: LabelDesign, name: str, by_mm: float) -> LabelDesign:
    """Return the design with one element elsewhere."""
    elements = tuple(
        replace(one, x_mm=one.x_mm + by_mm) if one.name == name else one for one in before.elements
    )
    return replace(before, elements=elements)


def told(what: str, work: Callable[[int], object], count: int = 200) -> None:
    """Print median and 95th percentile of what ``work`` takes, in ms."""
    times = []
    for number in range(count):
        begun = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    print(f"{what:34} median {times[count // 2]:6.2f} ms   95 % {times[int(count * 0.95)]:6.2f} ms")


def main() -> None:
    """Print the figures."""
    print(f"{len(design().elements)} elements")
    for dots_per_mm in (8, 12, 24):
        measure(dots_per_mm)


def measure(dots_per_mm: int) -> None:
    """Print what one printer's resolution costs."""
    first = design()
    begun = time.perf_counter()
    live = LiveLabel(Resolution(dots_per_mm))
    shown = live.show(first, VALUES)
    opened = (time.perf_counter() - begun) * 1000
    print(f"{dots_per_mm} dots/mm: opened in {opened:.0f} ms, {len(shown.findings)} findings")
    for name in ("text 3", "line 3", "block 1", "matrix 2", "bars 0", "ring 2"):
        told(f"  drag {name}", partial(drag, live, first, name))
    told("  another record", lambda step: live.show(first, VALUES | {"serial": f"{step:020}"}))
    told("  property", lambda step: live.show(changed(first, step), VALUES))

    def picture(step: int) -> None:
        now = live.show(changed(first, step), VALUES)
        rows_of(now.primitives, now.width_dots, 100 * dots_per_mm)

    told("  property and picture of 200 x 100", picture, 40)


def drag(live: LiveLabel, first: LabelDesign, name: str, step: int) -> None:
    """Move one element a little further."""
    live.show(moved(first, name, step * 0.125), VALUES)


def changed(first: LabelDesign, step: int) -> LabelDesign:
    """Return the design with a text in another size."""
    elements = tuple(
        replace(one, size_mm=2 + step * 0.01)
        if isinstance(one, TextElement) and one.name == "text 3"
        else one
        for one in first.elements
    )
    return replace(first, elements=elements)


if __name__ == "__main__":
    main()
