"""Which attributes the elements have, what they are called, and how each is edited."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from desktop.labels.elements import (
    Align,
    Bearer,
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
    Tone,
    VerticalAlign,
)
from desktop.labels.primitives import Symbology, Turn
from desktop.symbols.matrix_size import sizes
from desktop.symbols.rules import rule_of
from desktop.symbols.symbol_rules import specifications, title_of
from desktop.texts import Text, say
from ui.designer.panels.editors import Choices


class Edit(Enum):
    """How an attribute is edited."""

    LENGTH = auto()
    MODULE = auto()
    """The X-dimension: a length of whole dots."""
    CHOICE = auto()
    LIST = auto()
    FLAG = auto()
    NUMBER = auto()
    FIELDS = auto()
    """A text with fields."""
    DATA = auto()
    """What a symbol says."""
    LAYER = auto()


def _no_choices(_element: Element) -> Choices:
    return ()


def _always(_element: Element) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as it stands in the property panel.

    Attributes:
        name: of the attribute of the element.
        title: what people call it.
        edit: how it is edited.
        choices: the values that may be chosen, for an element.
        applies: whether it means anything for an element.
    """

    name: str
    title: Text
    edit: Edit
    choices: Callable[[Element], Choices] = _no_choices
    applies: Callable[[Element], bool] = _always


def kind_name(element: Element) -> Text:
    """Word what kind of element it is."""
    match element:
        case TextElement():
            return say("Text")
        case CodeBlock():
            return say("Code block")
        case SymbolElement():
            return say("{symbology} symbol", symbology=element.symbology.value)
        case LineElement():
            return {
                LinePurpose.PRINTED: say("Straight line"),
                LinePurpose.CUT: say("Cut line"),
                LinePurpose.FOLD: say("Fold line"),
            }[element.purpose]
        case BoxElement():
            return say("Box")
        case EllipseElement():
            return say("Ellipse")
        case PictureElement():
            return say("Picture")


def attributes_of(element: Element) -> tuple[Attribute, ...]:
    """Return the attributes of an element in the order in which they are shown."""
    rows = (*_PLACE, *_OWN[type(element)], *_COMMON)
    return tuple(row for row in rows if hasattr(element, row.name) and row.applies(element))


def shared_attributes(elements: tuple[Element, ...]) -> tuple[Attribute, ...]:
    """Return the attributes that all ``elements`` have and that are edited alike."""
    first, *others = [attributes_of(element) for element in elements]
    edits = [{row.name: row.edit for row in rows} for rows in others]
    return tuple(row for row in first if all(known.get(row.name) is row.edit for known in edits))


def _fixed(*choices: tuple[object, Text]) -> Callable[[Element], Choices]:
    return lambda _element: choices


def _is_symbol(wanted: Callable[[Symbology], bool]) -> Callable[[Element], bool]:
    return lambda element: isinstance(element, SymbolElement) and wanted(element.symbology)


def _matrix_sizes(element: Element) -> Choices:
    assert isinstance(element, SymbolElement)
    fixed = [(str(size), say("{size}", size=str(size))) for size in sizes(element.symbology)]
    return (("", say("Smallest for the longest data")), *fixed)


def _specifications(element: Element) -> Choices:
    assert isinstance(element, SymbolElement)
    tables = [(name, title_of(name)) for name in specifications(element.symbology)]
    return (("", say("None: the symbology's own limits")), *tables)


def _groupings(element: Element) -> Choices:
    assert isinstance(element, CodeBlock)
    return [(name, say("{name}", name=name)) for name, _ in rule_of(element.scheme).groupings]


_TURNS = _fixed(
    (Turn.NONE, say("0°")), (Turn.RIGHT, say("90°")), (Turn.AROUND, say("180°")), (Turn.LEFT, say("270°"))
)
_PLACE = (
    Attribute("x_mm", say("From the left"), Edit.LENGTH),
    Attribute("y_mm", say("From the top"), Edit.LENGTH),
)
_SIZE = (
    Attribute("width_mm", say("Width"), Edit.LENGTH),
    Attribute("height_mm", say("Height"), Edit.LENGTH),
)
_FRAME = (
    Attribute("thickness_mm", say("Line thickness"), Edit.LENGTH),
    Attribute("filled", say("Filled black"), Edit.FLAG),
)
_COMMON = (
    Attribute("turn", say("Turned"), Edit.CHOICE, _TURNS),
    Attribute("layer", say("Layer"), Edit.LAYER),
)
_TEXT = (
    Attribute("text", say("Text"), Edit.FIELDS),
    Attribute("size_mm", say("Type height"), Edit.LENGTH),
    Attribute("least_size_mm", say("Shrink down to"), Edit.LENGTH),
    Attribute("bold", say("Bold"), Edit.FLAG),
    Attribute(
        "align",
        say("Across"),
        Edit.CHOICE,
        _fixed((Align.LEFT, say("Left")), (Align.CENTER, say("Centre")), (Align.RIGHT, say("Right"))),
    ),
    Attribute(
        "vertical_align",
        say("In height"),
        Edit.CHOICE,
        _fixed(
            (VerticalAlign.TOP, say("Top")),
            (VerticalAlign.MIDDLE, say("Middle")),
            (VerticalAlign.BOTTOM, say("Bottom")),
        ),
    ),
    Attribute("wrap", say("Break into lines"), Edit.FLAG),
    Attribute(
        "line_spacing", say("Line spacing"), Edit.NUMBER, applies=lambda one: getattr(one, "wrap", False)
    ),
)
_BLOCK = (
    Attribute("heading", say("Heading"), Edit.FIELDS),
    Attribute("field", say("Data"), Edit.FIELDS),
    Attribute("module_mm", say("X-dimension"), Edit.MODULE),
    Attribute("height_mm", say("Bar height"), Edit.LENGTH),
    Attribute("quiet_x", say("Quiet zone (X)"), Edit.NUMBER),
    Attribute("gap_mm", say("Free above, below"), Edit.LENGTH),
    Attribute("grouping", say("Digit groups"), Edit.CHOICE, _groupings),
    Attribute("heading_size_mm", say("Heading height"), Edit.LENGTH),
    Attribute("hri_size_mm", say("Digit height"), Edit.LENGTH),
)
_SYMBOL = (
    Attribute(
        "symbology",
        say("Symbology"),
        Edit.LIST,
        _fixed(*((one, say("{name}", name=one.value)) for one in Symbology)),
    ),
    Attribute("data", say("Data"), Edit.DATA),
    Attribute("module_mm", say("X-dimension"), Edit.MODULE),
    Attribute("height_mm", say("Bar height"), Edit.LENGTH, applies=_is_symbol(lambda one: one.linear)),
    Attribute("size", say("Symbol size"), Edit.LIST, _matrix_sizes, _is_symbol(lambda one: not one.linear)),
    Attribute(
        "level",
        say("Error correction"),
        Edit.CHOICE,
        _fixed(*((level, say("{name}", name=level)) for level in "LMQH")),
        _is_symbol(lambda one: one in {Symbology.QR, Symbology.GS1_QR}),
    ),
    Attribute(
        "bearer",
        say("Bearer bars"),
        Edit.CHOICE,
        _fixed((Bearer.NONE, say("None")), (Bearer.BARS, say("Two")), (Bearer.FRAME, say("Frame"))),
        _is_symbol(lambda one: one is Symbology.ITF_14),
    ),
    Attribute("specification", say("Rule table"), Edit.LIST, _specifications),
    Attribute(
        "hri",
        say("Readable line"),
        Edit.CHOICE,
        _fixed(
            (HriPlace.NONE, say("None")),
            (HriPlace.BELOW, say("Below")),
            (HriPlace.ABOVE, say("Above")),
            (HriPlace.RIGHT, say("Beside")),
        ),
    ),
    Attribute("hri_size_mm", say("Its type height"), Edit.LENGTH),
)
_LINE = (
    Attribute("length_mm", say("Length"), Edit.LENGTH),
    Attribute("thickness_mm", say("Line thickness"), Edit.LENGTH),
    Attribute(
        "direction",
        say("Direction"),
        Edit.CHOICE,
        _fixed((Direction.HORIZONTAL, say("Across")), (Direction.VERTICAL, say("Down"))),
    ),
    Attribute(
        "purpose",
        say("For"),
        Edit.CHOICE,
        _fixed(
            (LinePurpose.PRINTED, say("Print")),
            (LinePurpose.CUT, say("Cut")),
            (LinePurpose.FOLD, say("Fold")),
        ),
    ),
)
_PICTURE = (
    Attribute(
        "tone",
        say("To black and white"),
        Edit.CHOICE,
        _fixed((Tone.THRESHOLD, say("Threshold")), (Tone.DITHER, say("Dithered"))),
    ),
    Attribute("threshold", say("Black below"), Edit.NUMBER),
    Attribute("keep_shape", say("Keep proportions"), Edit.FLAG),
)
_OWN: dict[type, tuple[Attribute, ...]] = {
    TextElement: (*_SIZE, *_TEXT),
    CodeBlock: _BLOCK,
    SymbolElement: _SYMBOL,
    LineElement: _LINE,
    BoxElement: (*_SIZE, *_FRAME),
    EllipseElement: (*_SIZE, *_FRAME),
    PictureElement: (*_SIZE, *_PICTURE),
}
