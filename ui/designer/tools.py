"""The tools of the designer: what each is called, and what it makes of a rectangle that was drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from desktop.labels import edits
from desktop.labels.document import fields_of
from desktop.labels.edits import Frame
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Direction,
    Element,
    EllipseElement,
    HriPlace,
    LineElement,
    LinePurpose,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.primitives import Symbology
from desktop.texts import Text, say
from ui.designer.gestures import Board, Hints, Pointer, spanned
from ui.designer.pointing import frame_of

Make = Callable[[Frame, Mapping[str, str]], Element]
"""Makes an element of a rectangle (its width and height are 0 for a mere click) and the values shown."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that the pointer can make.

    Attributes:
        key: stable name.
        title: what it is called.
        icon: of ``resources/icons``.
        keys: the key that picks it; empty if it has none of its own.
        make: None for tools that make no element of a rectangle.
        family: the button of the tool rail that offers it.
    """

    key: str
    title: Text
    icon: str
    keys: str = ""
    make: Make | None = None
    family: str = ""


@dataclass(frozen=True, slots=True)
class _SymbolKind:
    """How a symbology begins: data with the fields that it wants, data without any, sizes in mm."""

    fields: str
    literal: str
    module_mm: float
    height_mm: float = 10.0
    hri: HriPlace = HriPlace.BELOW


# Data without fields are restricted numbers (GS1 General Specifications, prefix 02 and 20 to 29): nobody's.
_SYMBOLS = {
    Symbology.CODE_128: _SymbolKind("{code}", "PACKMARK", 0.25),
    Symbology.GS1_128: _SymbolKind("(01){gtin}(10){lot}", "(01)02000000000008(10)LOT1", 0.25, 15.0),
    Symbology.GS1_DATA_MATRIX: _SymbolKind(
        "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}",
        "(01)02000000000008(10)LOT1",
        0.35,
        hri=HriPlace.RIGHT,
    ),
    Symbology.DATA_MATRIX: _SymbolKind("{code}", "PACKMARK", 0.35, hri=HriPlace.NONE),
    Symbology.EAN_13: _SymbolKind("", "2000000000008", 0.33, 22.85),
    Symbology.EAN_8: _SymbolKind("", "20000004", 0.33, 18.23),
    Symbology.UPC_A: _SymbolKind("", "200000000004", 0.33, 22.85),
    Symbology.ITF_14: _SymbolKind("{content_gtin}", "02000000000008", 0.5, 15.0),
    Symbology.QR: _SymbolKind("{trace}", "PACKMARK", 0.375, hri=HriPlace.NONE),
    Symbology.GS1_QR: _SymbolKind(
        "(01){gtin}(10){lot}(21){serial}", "(01)02000000000008(10)LOT1", 0.375, hri=HriPlace.NONE
    ),
}


def _text(frame: Frame, values: Mapping[str, str]) -> Element:
    del values
    clicked = not frame.height_mm
    height = 4.0 if clicked else max(frame.height_mm, 1.0)
    width = 20.0 if clicked else max(frame.width_mm, 1.0)
    size = min(3.0, max(0.5, round(height * 0.7, 2)))
    return TextElement("text", frame.x_mm, frame.y_mm, width, height, "Text", size)


def _code_block(frame: Frame, values: Mapping[str, str]) -> Element:
    del values
    return CodeBlock(
        name="trace",
        x_mm=frame.x_mm,
        y_mm=frame.y_mm,
        field="{code}",
        module_mm=0.25,
        height_mm=9.0,
        heading="药品追溯码",
        heading_size_mm=2.6,
        grouping="1-6-9-4",
        hri_size_mm=2.75,
    )


def _symbol(symbology: Symbology) -> Make:
    kind = _SYMBOLS[symbology]

    def make(frame: Frame, values: Mapping[str, str]) -> Element:
        height = max(frame.height_mm, 1.0) if frame.height_mm and symbology.linear else kind.height_mm
        fielded = SymbolElement(
            name=symbology.value,
            x_mm=frame.x_mm,
            y_mm=frame.y_mm,
            symbology=symbology,
            data=kind.fields or kind.literal,
            module_mm=kind.module_mm,
            height_mm=height,
            hri=kind.hri,
        )
        return fielded if _fills(fielded, values) else replace(fielded, data=kind.literal)

    return make


def _fills(element: SymbolElement, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in fields_of(element))


def _line(purpose: LinePurpose) -> Make:
    def make(frame: Frame, values: Mapping[str, str]) -> Element:
        del values
        upright = frame.height_mm > frame.width_mm
        length = max(frame.width_mm, frame.height_mm) or 20.0
        direction = Direction.VERTICAL if upright else Direction.HORIZONTAL
        name = "line" if purpose is LinePurpose.PRINTED else purpose.value
        return LineElement(name, frame.x_mm, frame.y_mm, max(length, 0.5), 0.25, direction, purpose)

    return make


def _box(frame: Frame, values: Mapping[str, str]) -> Element:
    del values
    return BoxElement("box", frame.x_mm, frame.y_mm, *_size(frame, 20.0, 10.0), 0.25)


def _ellipse(frame: Frame, values: Mapping[str, str]) -> Element:
    del values
    return EllipseElement("ellipse", frame.x_mm, frame.y_mm, *_size(frame, 12.0, 12.0), 0.25)


def picture_tool(png: str, proportion: float) -> Tool:
    """Return a tool that places a picture.

    Args:
        png: the file as base64 text.
        proportion: its width by its height.
    """

    def make(frame: Frame, values: Mapping[str, str]) -> Element:
        del values
        width, height = _size(frame, 15.0, 15.0 / proportion)
        return PictureElement("picture", frame.x_mm, frame.y_mm, width, height, png)

    return Tool("picture", say("Picture"), "tool-picture", "", make, "picture")


def _size(frame: Frame, width: float, height: float) -> tuple[float, float]:
    if not frame.width_mm and not frame.height_mm:
        return width, height
    return max(frame.width_mm, 0.5), max(frame.height_mm, 0.5)


SELECT = Tool("select", say("Select"), "tool-select", "V", family="select")
PICTURE = Tool("picture", say("Picture …"), "tool-picture", "P", family="picture")
TOOLS = (
    SELECT,
    Tool("text", say("Text"), "tool-text", "T", _text, "text"),
    Tool(
        "code_block", say("Drug code with heading and digits"), "tool-block", "K", _code_block, "code_block"
    ),
    *(
        Tool(
            f"symbol {symbology.value}",
            say("{symbology}", symbology=symbology.value),
            "tool-matrix" if not symbology.linear else "tool-bars",
            "S" if symbology is Symbology.GS1_DATA_MATRIX else "",
            _symbol(symbology),
            "symbol",
        )
        for symbology in _SYMBOLS
    ),
    Tool("line", say("Straight line"), "tool-line", "L", _line(LinePurpose.PRINTED), "line"),
    Tool("cut", say("Cut line, not printed"), "tool-cut", "", _line(LinePurpose.CUT), "line"),
    Tool("fold", say("Fold line, not printed"), "tool-fold", "", _line(LinePurpose.FOLD), "line"),
    Tool("box", say("Box"), "tool-box", "B", _box, "box"),
    Tool("ellipse", say("Ellipse"), "tool-ellipse", "O", _ellipse, "ellipse"),
    PICTURE,
    Tool("guide_upright", say("Upright guide"), "tool-guide", "G", family="guide"),
    Tool("guide_level", say("Level guide"), "tool-guide-level", "", family="guide"),
)


class Draw:
    """Makes an element: a drag gives its size, a click its usual one."""

    def __init__(self, board: Board, tool: Tool, start: Pointer, done: Callable[[str], None]) -> None:
        self._board, self._tool, self._done = board, tool, done
        self._before = board.session.design
        self._targets = board.targets(set())
        self._start = self._snapped(start)
        self._end = self._start
        self._start_pixel = start.pixel

    def move(self, pointer: Pointer) -> None:
        """Draw the rectangle."""
        self._end = self._snapped(pointer)
        area = spanned(self._start.dots, self._end.dots)
        self._board.hints = Hints(rubber=area)
        frame = frame_of(self._board.session, area)
        self._board.hints.note = say(
            "{width} × {height} mm", width=f"{frame.width_mm:.2f}", height=f"{frame.height_mm:.2f}"
        )

    def release(self, pointer: Pointer) -> None:
        """Make the element, and select it."""
        make = self._tool.make
        assert make is not None
        self._board.hints = Hints()
        session = self._board.session
        drawn = (pointer.pixel - self._start_pixel).manhattanLength() >= 4
        area = spanned(self._start.dots, self._end.dots if drawn else self._start.dots)
        element = make(frame_of(session, area), session.values)
        design, names = edits.added(self._before, (element,))
        session.edit(say("{what}: {name}", what=self._tool.title, name=names[0]), design)
        session.select(names)
        self._done(names[0])

    def cancel(self) -> None:
        """Make nothing."""
        self._board.hints = Hints()

    def _snapped(self, pointer: Pointer) -> Pointer:
        if pointer.free:
            return pointer
        board, place = self._board, pointer.dots
        across = board.snap((place.x(),), self._targets.upright).shift
        down = board.snap((place.y(),), self._targets.level).shift
        return Pointer(type(place)(place.x() + across, place.y() + down), pointer.pixel)
