"""Texts with fields, such as ``生产批号 {lot}``, ``{expiry:%Y.%m}`` or ``{number:05}``.

The grammar, in full::

    text      = { literal | "{{" | "}}" | field }
    field     = "{" name [ ":" format ] "}"
    name      = a-z and _: one of FIELDS or of the design's own fields
    format    = date | number
    date      = { "%Y" | "%y" | "%m" | "%d" | "%%" | any character but "%", "{", "}" }, with a "%" in it
    number    = "0" width                      width: 1 to 20

A field with a date format must have a value that is written as 2026-01-31, one with a number format a
value of digits, which gets zeros in front up to that many; a longer one stays as it is. An empty value
stays empty. Nothing else is ever evaluated. ``GRAMMAR`` says the same to people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from desktop.codes.characters import are_digits
from desktop.errors import InputError
from desktop.texts import say

GRAMMAR = (
    (
        "{lot}",
        say("The value of a field, as it is."),
    ),
    (
        "{expiry:%Y.%m.%d}",
        say("A date: %Y year, %y year in two digits, %m month, %d day; what stands between is printed."),
    ),
    (
        "{expiry:%y%m%d}",
        say("A date as element strings need it, such as in (17){example}.", example="{expiry:%y%m%d}"),
    ),
    (
        "{number:05}",
        say("A number with zeros in front, up to so many digits (1 to 20)."),
    ),
    (
        "{{ }}",
        say("Braces that are printed."),
    ),
)
"""How fields are written: an example and what it means, row by row, for a person who types one."""


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
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER_FORMAT = re.compile(r"0([1-9]|1[0-9]|20)")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """One field in a text; ``format`` is empty where the value is printed as it is."""

    name: str
    format: str = ""

    @property
    def written(self) -> str:
        """The field as it stands in the text."""
        return f"{{{self.name}:{self.format}}}" if self.format else f"{{{self.name}}}"

    @property
    def is_date(self) -> bool:
        """Tell whether its value is printed as a date."""
        return "%" in self.format

    def shown(self, values: Mapping[str, str]) -> str:
        """Return what stands for the field, or the field as it is written if nothing can. Never raises."""
        try:
            return self.word(values)
        except InputError:
            return self.written

    def word(self, values: Mapping[str, str]) -> str:
        """Return the text that stands for the field.

        Raises:
            InputError: there is no value, or none that suits the format.
        """
        value = values.get(self.name)
        if value is None:
            raise InputError(say("The label has no value for its field {name}.", name=f"{{{self.name}}}"))
        if not self.format or not value:
            return value
        return self._date(value) if self.is_date else self._number(value)

    def _date(self, value: str) -> str:
        try:
            day = date_of(value)
        except ValueError as error:
            raise InputError(
                say(
                    "The field {name} is printed as a date; expected a value such as 2026-01-31, found "
                    "{found}.",
                    name=self.written,
                    found=repr(value[:40]),
                )
            ) from error
        parts = {"Y": f"{day:%Y}".zfill(4), "y": f"{day:%y}", "m": f"{day:%m}", "d": f"{day:%d}", "%": "%"}
        return _DIRECTIVE.sub(lambda match: parts[match[1]], self.format)

    def _number(self, value: str) -> str:
        if not are_digits(value):
            raise InputError(
                say(
                    "The field {name} is printed as a number; expected digits, found {found}.",
                    name=self.written,
                    found=repr(value[:40]),
                )
            )
        return value.zfill(int(self.format))


def date_of(value: str) -> date:
    """Read a date as fields have it, such as 2026-01-31. ValueError: it is none."""
    if not _DATE.fullmatch(value):  # fromisoformat takes 20260131 and 2026-W05-6 too
        raise ValueError(value)
    return date.fromisoformat(value)


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

    def shown(self, values: Mapping[str, str]) -> str:
        """Fill the fields that can be filled; the others stand as they are written. Never raises."""
        return "".join([part if isinstance(part, str) else part.shown(values) for part in self.parts])

    def word(self, values: Mapping[str, str]) -> str:
        """Fill the fields. InputError as in ``FieldUse.word``."""
        return "".join([part if isinstance(part, str) else part.word(values) for part in self.parts])


@lru_cache(maxsize=4096)
def parse_fields(text: str) -> FieldText:
    """Read a text with fields. The last few thousand readings are kept: designs are checked at each edit.

    Raises:
        InputError: a brace has no partner, or a format is not known.

    >>> parse_fields("{{{lot}}} {number:04}").word({"lot": "L02707", "number": "17"})
    '{L02707} 0017'
    """
    parts: list[str | FieldUse] = []
    for match in _TOKEN.finditer(text):
        escape, name, form, literal, brace = match.groups()
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
        parts.append(_field(name, form) if name else literal or escape[0])
    return FieldText(tuple(parts))


def _field(name: str, form: str | None) -> FieldUse:
    if form is None or _NUMBER_FORMAT.fullmatch(form):
        return FieldUse(name, form or "")
    directives = _DIRECTIVE.findall(form)
    if not directives or any(directive not in {"Y", "y", "m", "d", "%"} for directive in directives):
        raise InputError(
            say(
                'The format "{found}" of the field {name} is not known. A date is made of %Y, %y, %m, %d and '
                "other characters, such as %Y.%m.%d; a number gets zeros in front by 01 to 020.",
                found=form,
                name=f"{{{name}}}",
            )
        )
    return FieldUse(name, form)
