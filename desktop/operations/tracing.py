"""An old label under the design: its picture on a layer that is never printed, and the codes that are in it.

The picture is a locked tracing layer, drawn by the designer only. Each code that was read in it is
offered as an element at its place, with fields where it is known which, and its values become samples of
fields that have none yet.
"""

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.codes.gs1 import parse
from desktop.codes.gs1.dates import date_of
from desktop.errors import InputError
from desktop.labels.document import LabelDesign, Layer, Lock
from desktop.labels.elements import CodeBlock, Element, PictureElement, SymbolElement, Tone
from desktop.labels.primitives import Symbology, Turn
from desktop.operations.plant import Plant
from desktop.reading.photos import FoundSymbol, Photo, open_photo
from desktop.symbols.encoder import LinearSymbol, encode
from desktop.texts import Text, say

LAYER = "old label"
PICTURE = "old label picture"
DRUG_CODE_DIGITS = 20
_PREFIX_DIGITS = 7
_LEAST_DPI = 100.0
"""Telephones write 72 into every picture; that says nothing about the label in it."""
_MM_PER_INCH = 25.4

_SYMBOLOGIES = {
    "]C0": Symbology.CODE_128,
    "]C1": Symbology.GS1_128,
    "]E0": Symbology.EAN_13,
    "]E4": Symbology.EAN_8,
    "]I0": Symbology.ITF_14,
    "]I1": Symbology.ITF_14,
    "]d1": Symbology.DATA_MATRIX,
    "]d2": Symbology.GS1_DATA_MATRIX,
    "]Q0": Symbology.QR,
    "]Q1": Symbology.QR,
    "]Q3": Symbology.GS1_QR,
}
"""Symbology identifiers of ISO/IEC 15424 that labels of this program carry."""

_FIELDS_OF = {
    "00": "sscc",
    "01": "gtin",
    "02": "content_gtin",
    "10": "lot",
    "11": "made",
    "17": "expiry",
    "21": "serial",
    "37": "content_count",
    "91": "crypto_key",
    "92": "crypto_sign",
}
_DATES = frozenset({"11", "17"})


@dataclass(frozen=True, slots=True)
class Offered:
    """A code of the old label.

    Attributes:
        read: what was found.
        element: it as an element at its place; None if labels of this program cannot carry it.
        sample: values for its fields.
        why_not: why there is no element.
    """

    read: FoundSymbol
    element: Element | None
    sample: tuple[tuple[str, str], ...] = ()
    why_not: Text | None = None


def open_picture(plant: Plant, path: Path, turn: int = 0) -> Photo:
    """Open the picture of an old label. InputError, StorageError, DeviceError as in ``open_photo``."""
    del plant
    return open_photo(path, turn)


def width_by_dpi(photo: Photo) -> float | None:
    """Return how wide in mm the picture is by its own resolution; None if that cannot be believed."""
    return photo.width / photo.dpi * _MM_PER_INCH if photo.dpi >= _LEAST_DPI else None


def width_by_points(
    photo: Photo, first: tuple[float, float], second: tuple[float, float], mm: float
) -> float:
    """Return how wide in mm the picture is, two places in it (parts of width and height) being ``mm`` apart.

    Raises:
        InputError: the places are one, or ``mm`` is no distance.
    """
    pixels = math.hypot((second[0] - first[0]) * photo.width, (second[1] - first[1]) * photo.height)
    if pixels < 1 or not 0 < mm <= 1000:
        raise InputError(say("Two places apart and their distance of up to 1000 mm give the scale."))
    return mm * photo.width / pixels


def kind_of(found: FoundSymbol) -> str:
    """Return the name of a symbol's symbology; of a foreign one its symbology identifier."""
    known = _SYMBOLOGIES.get(found.identifier)
    return known.value if known else found.identifier


def offers(photo: Photo, width_mm: float, today: date, *, with_fields: bool = True) -> tuple[Offered, ...]:
    """Make an element of each code in the picture.

    Args:
        photo: the picture, which comes to lie at the label's upper left corner.
        width_mm: how wide it is.
        today: decides which century a date of two digits means.
        with_fields: whether the data become fields where it is known which; else they stay as they are.
    """
    return tuple(
        _offer(found, width_mm, width_mm * photo.height / photo.width, today, number, with_fields=with_fields)
        for number, found in enumerate(photo.symbols, 1)
    )


def with_old_label(
    design: LabelDesign, photo: Photo, width_mm: float, chosen: Iterable[Offered] = ()
) -> LabelDesign:
    """Lay the picture under the design, in place of one before, and add the ``chosen`` codes.

    Raises:
        InputError: the picture does not fit into a design.
    """
    picture = PictureElement(
        PICTURE,
        0.0,
        0.0,
        width_mm,
        width_mm * photo.height / photo.width,
        base64.b64encode(photo.png).decode(),
        tone=Tone.DITHER,
        layer=LAYER,
    )
    bare = without_old_label(design)
    names = {element.name for element in bare.elements} | {PICTURE}
    added: list[Element] = []
    sample = dict(bare.sample)
    for offered in chosen:
        if offered.element is None:
            continue
        name = _free(offered.element.name, names)
        names.add(name)
        added.append(replace(offered.element, name=name))
        # What the design shows already stays: a person has chosen it.
        sample = dict(offered.sample) | sample
    layer = Layer(LAYER, printed=False, lock=Lock.ALL)
    return replace(
        bare,
        layers=(layer, *bare.layers),
        elements=(picture, *bare.elements, *added),
        sample=tuple(sample.items()),
    )


def without_old_label(design: LabelDesign) -> LabelDesign:
    """Take the picture and its layer away again."""
    return replace(
        design,
        elements=tuple(element for element in design.elements if element.layer != LAYER),
        layers=tuple(layer for layer in design.layers if layer.name != LAYER),
    )


def _free(name: str, taken: set[str]) -> str:
    candidates = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _offer(
    found: FoundSymbol, width_mm: float, height_mm: float, today: date, number: int, *, with_fields: bool
) -> Offered:
    symbology = _SYMBOLOGIES.get(found.identifier)
    if symbology is None:
        return Offered(found, None, (), say("Labels of this program carry no such symbol."))
    try:
        data, sample = _data(symbology, found.text, today, with_fields=with_fields)
        element = _element(symbology, data, found, _Place.of(found, width_mm, height_mm), number)
    except InputError as error:
        return Offered(found, None, (), error.text)
    return Offered(found, element, sample)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a symbol lies, in mm: the box around it, and its sides as it reads."""

    x: float
    y: float
    along: float
    across: float
    turn: Turn

    @classmethod
    def of(cls, found: FoundSymbol, width_mm: float, height_mm: float) -> "_Place":
        corners = [(x * width_mm, y * height_mm) for x, y in found.corners]
        first, second, _, last = corners
        angle = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
        return cls(
            max(0.0, min(x for x, _ in corners)),
            max(0.0, min(y for _, y in corners)),
            math.dist(first, second),
            math.dist(first, last),
            Turn(round(angle / 90) % 4 * 90),
        )


def _element(symbology: Symbology, data: str, found: FoundSymbol, place: _Place, number: int) -> Element:
    symbol = encode(symbology, _raw(symbology, found.text))
    modules = len(symbol.modules) if isinstance(symbol, LinearSymbol) else len(symbol.rows[0])
    module_mm = round(place.along / modules, 3)
    if data == "{code}":
        quiet = 10.0
        along, across = (0.0, 1.0) if place.turn in {Turn.RIGHT, Turn.LEFT} else (1.0, 0.0)
        return CodeBlock(
            f"code {number}",
            x_mm=round(place.x - along * quiet * module_mm, 3),
            y_mm=round(place.y - across * quiet * module_mm, 3),
            field=data,
            module_mm=module_mm,
            height_mm=round(max(place.across, 1.0), 2),
            heading="",
            heading_size_mm=3.0,
            grouping="1-6-9-4",
            hri_size_mm=2.5,
            quiet_x=quiet,
            turn=place.turn,
        )
    return SymbolElement(
        f"{symbology.value} {number}",
        round(place.x, 3),
        round(place.y, 3),
        symbology,
        data,
        module_mm,
        height_mm=round(max(place.across, 1.0), 2),
        turn=place.turn,
    )


def _raw(symbology: Symbology, text: str) -> str:
    return parse(text, whole_item=False).raw if symbology.gs1 else text


def _data(
    symbology: Symbology, text: str, today: date, *, with_fields: bool
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the data as text with fields, and the values of these."""
    if symbology.gs1:
        sample: dict[str, str] = {}
        written = ""
        for ai, value in parse(text, whole_item=False).elements:
            part, values = _part(ai, value, today) if with_fields else (_literal(value), {})
            written += f"({ai}){part}"
            sample |= values
        return written, tuple(sample.items())
    if with_fields and symbology is Symbology.CODE_128 and len(text) == DRUG_CODE_DIGITS and text.isdigit():
        # No code of a real pack may get onto proofs: its prefix with the serial number 0 stands for it.
        return "{code}", (("code", text[:_PREFIX_DIGITS].ljust(DRUG_CODE_DIGITS, "0")),)
    if with_fields and symbology is Symbology.ITF_14:
        return "{gtin}", (("gtin", text),)
    return _literal(text), ()


def _part(ai: str, value: str, today: date) -> tuple[str, dict[str, str]]:
    field = _FIELDS_OF.get(ai)
    if field is None:
        return _literal(value), {}
    if ai not in _DATES:
        return f"{{{field}}}", {field: value}
    day = date_of(value, today)
    if f"{day:%y%m%d}" != value:  # day 00: a month only, which a field would not print so
        return _literal(value), {}
    return f"{{{field}:%y%m%d}}", {field: day.isoformat()}


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
