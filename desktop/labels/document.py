"""What a label design is: a size, elements on layers, guides, fields of its own. Frozen values only.

A value that exists is valid: every class checks itself when it is made and raises ``InputError``.
The origin is the upper left corner of the label, x grows to the right, y down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.errors import InputError
from desktop.labels.element_data import parse_symbol_data
from desktop.labels.elements import (
    CodeBlock,
    Direction,
    Element,
    SymbolElement,
    TextElement,
)
from desktop.labels.fields import FIELD_NAMES, OwnField, parse_fields
from desktop.labels.limits import check_colour, check_name, check_number, check_ranges, check_text
from desktop.labels.primitives import Symbology
from desktop.texts import CHINESE, Text, say

MOST_WIDTH_MM = 220.0
"""No label printer is wider (8-inch print heads have 216 mm)."""
MOST_HEIGHT_MM = 500.0
MOST_ELEMENTS = 500
MOST_LAYERS = 50
MOST_GUIDES = 100
MOST_OWN_FIELDS = 100
LEAST_SIZE_MM = 5.0


class Lock(StrEnum):
    """Who may change the elements of a layer."""

    NONE = "none"
    """Everybody who may change the design."""
    ENGINEER = "engineer"
    """Packaging engineers only."""
    QA = "qa"
    """QA only."""
    ALL = "all"
    """Nobody, until the layer is unlocked."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer; layers are drawn in the order of ``LabelDesign.layers``, the ground layer "" first.

    Attributes:
        shown: whether the designer shows it.
        printed: whether it is printed (and checked); a tracing layer is not.
    """

    name: str
    shown: bool = True
    printed: bool = True
    lock: Lock = Lock.NONE

    def __post_init__(self) -> None:
        check_name(self.name)


@dataclass(frozen=True, slots=True)
class Guide:
    """A line of the designer to lay elements against; never printed."""

    direction: Direction
    at_mm: float

    def __post_init__(self) -> None:
        check_ranges(self, "at_mm")


@dataclass(frozen=True, slots=True)
class Title:
    """What people call a design, in both languages."""

    en: str
    zh: str

    def __post_init__(self) -> None:
        check_text("en", self.en)
        check_text("zh", self.zh)

    def in_language(self, language: str) -> str:
        """Return the title in ``language`` (``"en"`` or ``"zh_CN"``)."""
        return self.zh if language == CHINESE else self.en


NO_TITLE = Title("", "")


@dataclass(frozen=True, slots=True)
class LabelDesign:
    """A drawing with fields.

    Attributes:
        elements: in drawing order within their layers.
        sample: values (field, text) with which the design is shown when there are no others.
        font_family: the typeface by family name; empty for the first Chinese one that is installed.
        font_digest: SHA-256 of that typeface's file when the design was last frozen; empty if never.
        layers: besides the ground layer.
        guides: lines of the designer.
        own_fields: fields besides those that every plant has.
        stock: colour of the label material, as #rrggbb.
        ink: colour of what is printed.
        resolutions: dots per mm of the printers that the design is meant for; empty for all.
        notes: what people must know of it: its purpose, what is a proposal and not a rule.
    """

    name: str
    title: Title
    width_mm: float
    height_mm: float
    elements: tuple[Element, ...]
    sample: tuple[tuple[str, str], ...] = ()
    font_family: str = ""
    font_digest: str = ""
    layers: tuple[Layer, ...] = ()
    guides: tuple[Guide, ...] = ()
    own_fields: tuple[OwnField, ...] = ()
    stock: str = "#ffffff"
    ink: str = "#000000"
    resolutions: tuple[int, ...] = ()
    notes: Title = NO_TITLE

    def __post_init__(self) -> None:
        check_name(self.name)
        check_number("width_mm", self.width_mm, LEAST_SIZE_MM, MOST_WIDTH_MM)
        check_number("height_mm", self.height_mm, LEAST_SIZE_MM, MOST_HEIGHT_MM)
        check_text("font_family", self.font_family)
        check_text("font_digest", self.font_digest, 64)
        check_colour("stock", self.stock)
        check_colour("ink", self.ink)
        for dots in self.resolutions:
            check_number("resolutions", dots, 1, 100)
        self._check_counts()
        _check_names_differ((element.name for element in self.elements), say("elements"))
        _check_names_differ((layer.name for layer in self.layers), say("layers"))
        _check_names_differ((field.name for field in self.own_fields), say("fields"))
        self._check_layers()
        self._check_fields()

    def _check_counts(self) -> None:
        for what, count, most in (
            (say("elements"), len(self.elements), MOST_ELEMENTS),
            (say("layers"), len(self.layers), MOST_LAYERS),
            (say("guides"), len(self.guides), MOST_GUIDES),
            (say("fields"), len(self.own_fields), MOST_OWN_FIELDS),
        ):
            if count > most:
                raise InputError(
                    say(
                        "The design has {count} {what}; at most {most} are possible.",
                        count=count,
                        what=what,
                        most=most,
                    )
                )

    def _check_layers(self) -> None:
        known = {"", *(layer.name for layer in self.layers)}
        for element in self.elements:
            if element.layer not in known:
                raise InputError(
                    say(
                        'Element "{element}" lies on the layer "{layer}", which the design does not have.',
                        element=element.name,
                        layer=element.layer[:60],
                    )
                )

    def _check_fields(self) -> None:
        known = self.field_names
        for element in self.elements:
            used = fields_of(element)
            for name in () if used <= known else sorted(used - known):
                raise InputError(
                    say(
                        'Element "{element}": there is no field {found}; there are {known}.',
                        element=element.name,
                        found=f"{{{name}}}",
                        known=", ".join(sorted(known)),
                    )
                )
        for field, text in self.sample:
            check_text(field, text)
            if field not in known:
                raise InputError(
                    say("The sample has a value for {found}, which is no field.", found=repr(field[:40]))
                )

    @property
    def field_names(self) -> frozenset[str]:
        """Every field that an element of this design may have."""
        return frozenset({*FIELD_NAMES, *(field.name for field in self.own_fields)})

    @property
    def used_fields(self) -> frozenset[str]:
        """The fields that its elements have."""
        return frozenset[str]().union(*(fields_of(element) for element in self.elements))

    @property
    def sample_values(self) -> dict[str, str]:
        """The sample as values for ``plan_labels`` and ``LabelPlan.fill``."""
        return dict(self.sample)

    def layer_of(self, element: Element) -> Layer | None:
        """Return the layer of an element; None for the ground layer, which is shown and printed."""
        return next((layer for layer in self.layers if layer.name == element.layer), None)

    @property
    def in_drawing_order(self) -> tuple[Element, ...]:
        """The elements, ground layer first, then layer by layer."""
        place = {"": 0} | {layer.name: number for number, layer in enumerate(self.layers, 1)}
        return tuple(sorted(self.elements, key=lambda element: place[element.layer]))


def fields_of(element: Element) -> frozenset[str]:
    """Return the fields that an element has."""
    match element:
        case TextElement():
            return _fields_in(element.text)
        case CodeBlock():
            return _fields_in(element.field) | _fields_in(element.heading)
        case SymbolElement():
            return _fields_in_data(element.symbology, element.data)
        case _:
            return frozenset()


# A design is checked at every step of a drag; nearly all of its texts are those of the step before.


@lru_cache(maxsize=4096)
def _fields_in(text: str) -> frozenset[str]:
    return parse_fields(text).names


@lru_cache(maxsize=1024)
def _fields_in_data(symbology: Symbology, data: str) -> frozenset[str]:
    return parse_symbol_data(symbology, data).names


def _check_names_differ(names: Iterable[str], what: Text) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise InputError(
                say('Two {what} are named "{name}"; each needs a name of its own.', what=what, name=name)
            )
        seen.add(name)
