"""The elements of a label design, in millimetres, with fields. Frozen values only.

A value that exists is valid: every class checks itself when it is made and raises ``InputError``.
(x, y) is the upper left corner of an element as it lies on the label, that is after turning. Every
element has a name, the layer that it lies on ("" for the ground layer) and the group that it belongs to
("" for none; groups in groups are written as ``outer/inner``).
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.labels.element_data import parse_symbol_data
from desktop.labels.fields import parse_fields
from desktop.labels.limits import (
    check_group,
    check_name,
    check_number,
    check_picture,
    check_ranges,
    check_text,
)
from desktop.labels.primitives import Symbology, Turn
from desktop.symbols.rules import Scheme, rule_of
from desktop.texts import say


class Align(StrEnum):
    """Where a line of text stands in its area, across."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class VerticalAlign(StrEnum):
    """Where lines of text stand in their area, in height."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Direction(StrEnum):
    """How a line runs. Slanted lines cannot be drawn in whole dots and are not offered."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class LinePurpose(StrEnum):
    """What a line is for. Cut and fold lines are never printed, but nothing may lie across them."""

    PRINTED = "printed"
    CUT = "cut"
    FOLD = "fold"


class HriPlace(StrEnum):
    """Where the human-readable interpretation of a symbol stands."""

    NONE = "none"
    BELOW = "below"
    ABOVE = "above"
    RIGHT = "right"


class Bearer(StrEnum):
    """Bearer bars of an ITF-14: none, above and below, or a frame around symbol and quiet zones."""

    NONE = "none"
    BARS = "bars"
    FRAME = "frame"


class Tone(StrEnum):
    """How a picture becomes black and white: by a threshold, or dithered."""

    THRESHOLD = "threshold"
    DITHER = "dither"


@dataclass(frozen=True, slots=True)
class TextElement:
    """Text in an area; what does not fit is a finding, never cut.

    Attributes:
        text: may hold fields (see ``desktop.labels.fields``) and, where it wraps, line feeds.
        size_mm: height of the type's body.
        least_size_mm: if not 0, a text that does not fit is set smaller, down to this.
        wrap: whether the text breaks into lines.
        line_spacing: distance of lines in bodies.
    """

    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    text: str
    size_mm: float
    align: Align = Align.LEFT
    bold: bool = False
    vertical_align: VerticalAlign = VerticalAlign.MIDDLE
    least_size_mm: float = 0.0
    wrap: bool = False
    line_spacing: float = 1.2
    turn: Turn = Turn.NONE
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "width_mm", "height_mm", "size_mm")
        check_number("least_size_mm", self.least_size_mm, 0.0, self.size_mm)
        check_ranges(self, "line_spacing")
        check_text("text", self.text, lines=self.wrap)
        parse_fields(self.text)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A linear symbol with its heading, its digits and its quiet zone, which move as one.

    From the top: heading, gap, bars, gap, digits; left and right of the bars the quiet zones. (x, y) is
    the upper left corner of all of it. The digits follow from the data, so they cannot differ.

    Attributes:
        field: the data, such as ``{code}``.
        module_mm: the X-dimension that is wanted; printed is the nearest legal whole number of dots.
        height_mm: of the bars.
        heading: above the bars, may be empty.
        grouping: how the digits are parted, such as ``1-6-9-4``.
        gap_mm: free space above and below the bars.
        quiet_x: width of each side quiet zone in modules.
    """

    name: str
    x_mm: float
    y_mm: float
    field: str
    module_mm: float
    height_mm: float
    heading: str
    heading_size_mm: float
    grouping: str
    hri_size_mm: float
    gap_mm: float = 1.0
    quiet_x: float = 10.0
    scheme: Scheme = Scheme.DRUG_CODE
    turn: Turn = Turn.NONE
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(
            self,
            "x_mm",
            "y_mm",
            "module_mm",
            "height_mm",
            "heading_size_mm",
            "hri_size_mm",
            "gap_mm",
            "quiet_x",
        )
        check_text("field", self.field)
        check_text("heading", self.heading)
        parse_fields(self.field)
        parse_fields(self.heading)
        rule_of(self.scheme).grouping(self.grouping)


@dataclass(frozen=True, slots=True)
class SymbolElement:
    """A symbol of any symbology, with its human-readable line if it has one. (x, y): of its modules.

    Attributes:
        data: text with fields; for a GS1 symbology an element string in brackets whose values are texts
            with fields, such as ``(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}``.
        module_mm: the X-dimension that is wanted; printed is the nearest legal whole number of dots.
        height_mm: of the bars; not used for a matrix.
        hri: where the human-readable interpretation stands; of a GS1 symbology with brackets, one
            element a line where it stands on the right.
        hri_size_mm: height of its type.
        size: of a matrix, such as ``26x26`` (rows x columns); empty for the smallest that the longest
            data of a job need, the same on all its labels.
        level: error correction of a QR code, L M Q H.
        bearer: bearer bars of an ITF-14.
        specification: the row group of GS1's symbol specification tables that holds, such as ``SST6``;
            empty for the symbology's own limits only.
    """

    name: str
    x_mm: float
    y_mm: float
    symbology: Symbology
    data: str
    module_mm: float
    height_mm: float = 10.0
    hri: HriPlace = HriPlace.NONE
    hri_size_mm: float = 2.0
    size: str = ""
    level: str = "M"
    bearer: Bearer = Bearer.NONE
    specification: str = ""
    turn: Turn = Turn.NONE
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "module_mm", "height_mm", "hri_size_mm")
        check_text("data", self.data)
        check_text("size", self.size, 9)
        check_text("specification", self.specification, 9)
        if self.level not in {"L", "M", "Q", "H"}:
            raise InputError(
                say(
                    "Error correction of a QR code is L, M, Q or H; it is {found}.",
                    found=repr(self.level[:9]),
                )
            )
        parse_symbol_data(self.symbology, self.data)


@dataclass(frozen=True, slots=True)
class LineElement:
    """A black line, or a cut or fold line. (x, y) is its upper left corner."""

    name: str
    x_mm: float
    y_mm: float
    length_mm: float
    thickness_mm: float
    direction: Direction = Direction.HORIZONTAL
    purpose: LinePurpose = LinePurpose.PRINTED
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "length_mm", "thickness_mm")


@dataclass(frozen=True, slots=True)
class BoxElement:
    """A black frame whose lines lie inside of its size, or a black rectangle where it is filled."""

    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    thickness_mm: float
    filled: bool = False
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "width_mm", "height_mm", "thickness_mm")


@dataclass(frozen=True, slots=True)
class EllipseElement:
    """A black ring inside of its size, or a black ellipse where it is filled."""

    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    thickness_mm: float
    filled: bool = False
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "width_mm", "height_mm", "thickness_mm")


@dataclass(frozen=True, slots=True)
class PictureElement:
    """A picture, carried in the design itself.

    Attributes:
        png: the PNG file, as base64 text; decoded by ``desktop.labels.pictures``. Never a path or address.
        threshold: what is darker than this, of 255, becomes black.
        keep_shape: whether width and height stay in the picture's proportion (free space around it).
    """

    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    png: str
    tone: Tone = Tone.THRESHOLD
    threshold: float = 128.0
    keep_shape: bool = True
    turn: Turn = Turn.NONE
    layer: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_group(self.group)
        check_ranges(self, "x_mm", "y_mm", "width_mm", "height_mm", "threshold")
        check_picture(self.png)


Element = TextElement | CodeBlock | SymbolElement | LineElement | BoxElement | EllipseElement | PictureElement
