"""What people call the attributes of a design and their values, for sentences such as a comparison's."""

from collections.abc import Mapping
from enum import Enum
from hashlib import sha256
from types import MappingProxyType

from desktop.labels.document import Title
from desktop.labels.primitives import Symbology, Turn
from desktop.texts import Text, say

LONGEST_SHOWN = 60
"""Characters of a text that a sentence shows."""

ATTRIBUTES: Mapping[str, Text] = MappingProxyType(
    {
        "x_mm": say("distance from the left edge"),
        "y_mm": say("distance from the upper edge"),
        "width_mm": say("width"),
        "height_mm": say("height"),
        "text": say("text"),
        "size_mm": say("type size"),
        "align": say("alignment across"),
        "vertical_align": say("alignment in height"),
        "bold": say("bold type"),
        "least_size_mm": say("smallest type size"),
        "wrap": say("broken into lines"),
        "line_spacing": say("line spacing"),
        "turn": say("turned by"),
        "layer": say("layer"),
        "group": say("group"),
        "field": say("code field"),
        "module_mm": say("X-dimension"),
        "heading": say("heading"),
        "heading_size_mm": say("type size of the heading"),
        "grouping": say("grouping of the digits"),
        "hri": say("place of the human-readable text"),
        "hri_size_mm": say("type size of the human-readable text"),
        "gap_mm": say("gap above and below the bars"),
        "quiet_x": say("side quiet zones"),
        "scheme": say("code scheme"),
        "symbology": say("symbology"),
        "data": say("data of the symbol"),
        "size": say("matrix size"),
        "level": say("error correction"),
        "bearer": say("bearer bars"),
        "specification": say("symbol specification table"),
        "length_mm": say("length"),
        "thickness_mm": say("line thickness"),
        "direction": say("direction"),
        "purpose": say("purpose of the line"),
        "filled": say("filled with black"),
        "png": say("picture"),
        "tone": say("how the picture becomes black and white"),
        "threshold": say("threshold of black"),
        "keep_shape": say("proportions kept"),
        "title": say("title"),
        "notes": say("notes"),
        "stock": say("colour of the material"),
        "ink": say("colour of the print"),
        "resolutions": say("printers that it is meant for"),
        "font_family": say("font"),
        "font_digest": say("edition of the font"),
        "shown": say("shown in the designer"),
        "printed": say("printed"),
        "lock": say("locked for"),
        "kind": say("kind of field"),
        "longest": say("longest value"),
    }
)
"""By the name of the attribute in the design."""

VALUES: Mapping[str, Text] = MappingProxyType(
    {
        "left": say("left"),
        "center": say("centred"),
        "right": say("right"),
        "top": say("top"),
        "middle": say("middle"),
        "bottom": say("bottom"),
        "horizontal": say("horizontal"),
        "vertical": say("vertical"),
        "printed": say("printed line"),
        "cut": say("cut line"),
        "fold": say("fold line"),
        "none": say("none"),
        "below": say("below"),
        "above": say("above"),
        "bars": say("bars above and below"),
        "frame": say("frame"),
        "threshold": say("by a threshold"),
        "dither": say("dithered"),
        "drug_code": say("drug traceability code"),
        "engineer": say("all but packaging engineers"),
        "qa": say("all but QA"),
        "all": say("everybody"),
    }
)
"""By the value of the enumeration."""


def name_of(attribute: str) -> Text:
    """Return what people call an attribute; KeyError if it has no name yet."""
    return ATTRIBUTES[attribute]


def worded(attribute: str, value: object) -> Text:
    """Word the value of an attribute, with its unit."""
    match value:
        case bool():
            return say("yes") if value else say("no")
        case Turn():
            return say("{degrees}°", degrees=int(value))
        case Symbology():
            return _as_is(value.value)
        case Enum():
            return VALUES.get(str(value.value), _as_is(str(value.value)))
        case int() | float():
            return _with_unit(attribute, f"{value:g}")
        case tuple():
            shown = ", ".join(f"{item:g}" for item in value)
            return say("{numbers} dots/mm", numbers=shown) if shown else say("all printers")
        case Title():
            return _text(" / ".join(filter(None, (value.en, value.zh))), attribute)
        case str():
            return _text(value, attribute)
    raise TypeError(f"{attribute} holds {type(value).__name__}, which has no wording")


def _with_unit(attribute: str, number: str) -> Text:
    if attribute.endswith("_mm"):
        return say("{number} mm", number=number)
    if attribute == "quiet_x":
        return say("{number} X", number=number)
    return _as_is(number)


def _text(value: str, attribute: str) -> Text:
    if not value:
        return say("nothing")
    if attribute in {"png", "font_digest"}:
        digest = value if attribute == "font_digest" else sha256(value.encode()).hexdigest()
        return say("no. {digest}", digest=digest[:8])
    shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
    return say("“{text}”", text=shown.replace("\n", "⏎"))


def _as_is(value: str) -> Text:
    return say("{value}", value=value)
