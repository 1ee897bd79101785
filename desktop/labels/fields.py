"""Texts with fields, such as ``生产批号 {lot}`` or ``{expiry:%Y.%m}``.

The grammar, in full::

    text      = { literal | "{{" | "}}" | field }
    field     = "{" name [ ":" format ] "}"
    name      = a-z and _: one of FIELDS or of the design's own fields
    format    = { "%Y" | "%y" | "%m" | "%d" | "%%" | any character but "%", "{", "}" }

A field with a format is a date: its value must be written as 2026-01-31. Nothing else is ever evaluated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.errors import InputError
from desktop.texts import say


class FieldKind(StrEnum):
    """What a field holds; it decides what its values are checked by and how long they can be."""

    TEXT = "text"
    DATE = "date"
    """Written as 2026-01-31."""
    NUMBER = "number"
    GTIN = "gtin"
    """A GTIN of 8, 12, 13 or 14 digits."""
    SSCC = "sscc"
    GLN = "gln"
    LOT = "lot"
    """At most 20 characters of GS1's set 82."""
    SERIAL = "serial"
    """At most 20 characters of GS1's set 82."""
    DRUG_CODE = "drug_code"
    """20 digits."""
    GS1_TEXT = "gs1_text"
    """Characters of GS1's set 82."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field that every plant has.

    Attributes:
        longest: most characters of a value.
        varies: whether it may differ from label to label of one job.
    """

    name: str
    kind: FieldKind
    longest: int
    varies: bool = False


FIELDS = (
    FieldRule("code", FieldKind.DRUG_CODE, 20, varies=True),
    FieldRule("serial", FieldKind.SERIAL, 20, varies=True),
    FieldRule("sscc", FieldKind.SSCC, 18, varies=True),
    FieldRule("number", FieldKind.NUMBER, 9, varies=True),
    FieldRule("trace", FieldKind.TEXT, 100, varies=True),
    FieldRule("crypto_key", FieldKind.GS1_TEXT, 4, varies=True),
    FieldRule("crypto_sign", FieldKind.GS1_TEXT, 88, varies=True),
    FieldRule("total", FieldKind.NUMBER, 9),
    FieldRule("product", FieldKind.TEXT, 100),
    FieldRule("english", FieldKind.TEXT, 100),
    FieldRule("spec", FieldKind.TEXT, 100),
    FieldRule("form", FieldKind.TEXT, 60),
    FieldRule("package", FieldKind.TEXT, 100),
    FieldRule("approval", FieldKind.TEXT, 60),
    FieldRule("manufacturer", FieldKind.TEXT, 100),
    FieldRule("storage", FieldKind.TEXT, 100),
    FieldRule("gtin", FieldKind.GTIN, 14),
    FieldRule("content_gtin", FieldKind.GTIN, 14),
    FieldRule("content_count", FieldKind.NUMBER, 8),
    FieldRule("national_number", FieldKind.GS1_TEXT, 20),
    FieldRule("weight", FieldKind.NUMBER, 6),
    FieldRule("order", FieldKind.GS1_TEXT, 30),
    FieldRule("destination", FieldKind.TEXT, 100),
    FieldRule("origin", FieldKind.TEXT, 60),
    FieldRule("lot", FieldKind.LOT, 20),
    FieldRule("made", FieldKind.DATE, 10),
    FieldRule("expiry", FieldKind.DATE, 10),
    FieldRule("level", FieldKind.NUMBER, 1),
    FieldRule("specimen", FieldKind.TEXT, 20),
)
"""The fields that labels of this program are filled with, by jobs, samples and tables of records."""

FIELD_NAMES = tuple(rule.name for rule in FIELDS)


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that a design has besides ``FIELDS``; tables of records fill it."""

    name: str
    kind: FieldKind = FieldKind.TEXT
    longest: int = 60

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name in FIELD_NAMES or len(self.name) > 40:
            raise InputError(
                say(
                    "The name of a field is made of a-z and _, with at most 40 characters, and is none "
                    "that every plant has; this one is {found}.",
                    found=repr(self.name[:60]),
                )
            )
        if not 1 <= self.longest <= 500:
            raise InputError(
                say(
                    "A field has 1 to 500 characters; “{name}” says {found}.",
                    name=self.name,
                    found=self.longest,
                )
            )


OPTIONAL_FIELDS = frozenset({"specimen"})
"""Fields that are empty on good labels: only proofs and samples have a specimen mark."""

_NAME = re.compile(r"[a-z][a-z_]*")
_TOKEN = re.compile(r"(\{\{|\}\})|\{([a-z][a-z_]*)(?::([^{}]*))?\}|([^{}]+)|([{}])")
_DIRECTIVE = re.compile(r"%(.?)")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """One field in a text; ``date_format`` is empty where the value is printed as it is."""

    name: str
    date_format: str = ""

    def word(self, values: Mapping[str, str]) -> str:
        """Return the text that stands for the field.

        Raises:
            InputError: there is no value, or a format is asked of what is no date.
        """
        value = values.get(self.name)
        if value is None:
            raise InputError(say("The label has no value for its field {name}.", name=f"{{{self.name}}}"))
        if not self.date_format or not value:
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise InputError(
                say(
                    "The field {name} is printed as a date; expected a value such as 2026-01-31, found "
                    "{found}.",
                    name=f"{{{self.name}:{self.date_format}}}",
                    found=repr(value[:40]),
                )
            ) from error
        parts = {"Y": f"{day:%Y}".zfill(4), "y": f"{day:%y}", "m": f"{day:%m}", "d": f"{day:%d}", "%": "%"}
        return _DIRECTIVE.sub(lambda match: parts[match[1]], self.date_format)


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text that was read by the grammar: literal pieces and fields in their order."""

    parts: tuple[str | FieldUse, ...]

    @property
    def names(self) -> frozenset[str]:
        """The fields that must be filled."""
        return frozenset(part.name for part in self.parts if isinstance(part, FieldUse))

    def bound(self, values: Mapping[str, str]) -> "FieldText":
        """Fill the fields that ``values`` has; the others stay fields. InputError as in ``word``."""
        return FieldText(
            tuple(
                part.word(values) if isinstance(part, FieldUse) and part.name in values else part
                for part in self.parts
            )
        )

    def word(self, values: Mapping[str, str]) -> str:
        """Fill the fields. InputError as in ``FieldUse.word``."""
        return "".join([part if isinstance(part, str) else part.word(values) for part in self.parts])


def parse_fields(text: str) -> FieldText:
    """Read a text with fields.

    Raises:
        InputError: a brace has no partner, or a date directive is not known.

    >>> parse_fields("{{{lot}}}").word({"lot": "L02707"})
    '{L02707}'
    """
    parts: list[str | FieldUse] = []
    for match in _TOKEN.finditer(text):
        escape, name, date_format, literal, brace = match.groups()
        if brace:
            raise InputError(
                say(
                    'The brace at character {place} of "{text}" has no partner. A field is written '
                    "{example}; for a brace itself write it twice.",
                    place=match.start() + 1,
                    text=text[:60],
                    example="{lot}",
                )
            )
        parts.append(_field(name, date_format) if name else literal or escape[0])
    return FieldText(tuple(parts))


def _field(name: str, date_format: str | None) -> FieldUse:
    if date_format is None:
        return FieldUse(name)
    directives = _DIRECTIVE.findall(date_format)
    if not directives or any(directive not in {"Y", "y", "m", "d", "%"} for directive in directives):
        raise InputError(
            say(
                'The date format "{found}" of the field {name} is not known; it is made of %Y, %y, %m, %d '
                "and other characters, such as %Y.%m.%d.",
                found=date_format,
                name=f"{{{name}}}",
            )
        )
    return FieldUse(name, date_format)
