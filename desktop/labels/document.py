"""What a label design is: a size and elements, in millimetres, with fields. Frozen values only.

A value that exists is valid: every class checks itself when it is made and raises ``InputError``.
The origin is the upper left corner of the label, x grows to the right, y down.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.labels.fields import FIELD_NAMES, parse_fields
from desktop.symbols.rules import Scheme, rule_of
from desktop.texts import CHINESE, say

MOST_WIDTH_MM = 220.0
"""No label printer is wider (8-inch print heads have 216 mm)."""
MOST_HEIGHT_MM = 500.0
MOST_ELEMENTS = 500
MOST_CHARACTERS = 500
_LEAST_SIZE_MM = 5.0
_FAR_MM = 1000.0


class Align(StrEnum):
    """Where a line of text stands in its area."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Direction(StrEnum):
    """How a line runs. Slanted lines cannot be drawn in whole dots and are not offered."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True, slots=True)
class TextElement:
    """One line of text in an area; what does not fit is a finding, never cut or shrunk silently.

    ``text`` may hold fields (see ``desktop.labels.fields``), ``size_mm`` is the height of the type's
    body. The line stands in the middle of the area's height.
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

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_place(self.x_mm, self.y_mm)
        _check_number("width_mm", self.width_mm, 0.1, _FAR_MM)
        _check_number("height_mm", self.height_mm, 0.1, _FAR_MM)
        _check_number("size_mm", self.size_mm, 0.5, 100.0)
        _check_text("text", self.text)
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

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_place(self.x_mm, self.y_mm)
        _check_number("module_mm", self.module_mm, 0.01, 10.0)
        _check_number("height_mm", self.height_mm, 0.1, _FAR_MM)
        _check_number("heading_size_mm", self.heading_size_mm, 0.5, 100.0)
        _check_number("hri_size_mm", self.hri_size_mm, 0.5, 100.0)
        _check_number("gap_mm", self.gap_mm, 0.0, 100.0)
        _check_number("quiet_x", self.quiet_x, 0.0, 100.0)
        _check_text("field", self.field)
        _check_text("heading", self.heading)
        parse_fields(self.field)
        parse_fields(self.heading)
        rule_of(self.scheme).grouping(self.grouping)


@dataclass(frozen=True, slots=True)
class LineElement:
    """A black line. (x, y) is its upper left corner."""

    name: str
    x_mm: float
    y_mm: float
    length_mm: float
    thickness_mm: float
    direction: Direction = Direction.HORIZONTAL

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_place(self.x_mm, self.y_mm)
        _check_number("length_mm", self.length_mm, 0.01, _FAR_MM)
        _check_number("thickness_mm", self.thickness_mm, 0.01, 100.0)


@dataclass(frozen=True, slots=True)
class BoxElement:
    """A black frame; its lines lie inside of its size."""

    name: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    thickness_mm: float

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_place(self.x_mm, self.y_mm)
        _check_number("width_mm", self.width_mm, 0.1, _FAR_MM)
        _check_number("height_mm", self.height_mm, 0.1, _FAR_MM)
        _check_number("thickness_mm", self.thickness_mm, 0.01, 100.0)


Element = TextElement | CodeBlock | LineElement | BoxElement


@dataclass(frozen=True, slots=True)
class Title:
    """What people call a design, in both languages."""

    en: str
    zh: str

    def __post_init__(self) -> None:
        _check_text("en", self.en)
        _check_text("zh", self.zh)

    def in_language(self, language: str) -> str:
        """Return the title in ``language`` (``"en"`` or ``"zh_CN"``)."""
        return self.zh if language == CHINESE else self.en


@dataclass(frozen=True, slots=True)
class LabelDesign:
    """A drawing with fields.

    Attributes:
        elements: in drawing order.
        sample: values (field, text) with which the design is shown when there are no others.
        font_family: the typeface by family name; empty for the first Chinese one that is installed.
    """

    name: str
    title: Title
    width_mm: float
    height_mm: float
    elements: tuple[Element, ...]
    sample: tuple[tuple[str, str], ...] = ()
    font_family: str = ""

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_number("width_mm", self.width_mm, _LEAST_SIZE_MM, MOST_WIDTH_MM)
        _check_number("height_mm", self.height_mm, _LEAST_SIZE_MM, MOST_HEIGHT_MM)
        _check_text("font_family", self.font_family)
        if len(self.elements) > MOST_ELEMENTS:
            raise InputError(
                say(
                    "The design has {count} elements; at most {most} are possible.",
                    count=len(self.elements),
                    most=MOST_ELEMENTS,
                )
            )
        self._check_names_differ()
        for field, text in self.sample:
            _check_text(field, text)
            if field not in FIELD_NAMES:
                raise InputError(
                    say("The sample has a value for {found}, which is no field.", found=repr(field[:40]))
                )

    def _check_names_differ(self) -> None:
        seen = set()
        for element in self.elements:
            if element.name in seen:
                raise InputError(
                    say('Two elements are named "{name}"; each needs a name of its own.', name=element.name)
                )
            seen.add(element.name)

    @property
    def sample_values(self) -> dict[str, str]:
        """The sample as values for ``plan_labels`` and ``LabelPlan.fill``."""
        return dict(self.sample)


def _check_name(name: str) -> None:
    _check_text("name", name)
    # "." parts the name of a code block from that of its heading and digits.
    if not name.strip() or len(name) > 60 or "." in name:
        raise InputError(
            say("A name has 1 to 60 characters and no full stop; this one is {found}.", found=repr(name[:80]))
        )


def _check_place(x_mm: float, y_mm: float) -> None:
    _check_number("x_mm", x_mm, -_FAR_MM, _FAR_MM)
    _check_number("y_mm", y_mm, -_FAR_MM, _FAR_MM)


def _check_number(what: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:  # NaN fails this too
        raise InputError(
            say(
                "{what} must be from {least} to {most}; it is {found}.",
                what=what,
                least=f"{least:g}",
                most=f"{most:g}",
                found=f"{value:g}",
            )
        )


def _check_text(what: str, text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            say(
                "{what} may have {most} characters; it has {found}.",
                what=what,
                most=MOST_CHARACTERS,
                found=len(text),
            )
        )
    for place, character in enumerate(text, start=1):
        # Controls, surrogates and line breaks cannot be printed, and would not survive a file.
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            raise InputError(
                say(
                    "{what} has the unprintable character U+{number} at place {place}.",
                    what=what,
                    number=f"{ord(character):04X}",
                    place=place,
                )
            )
