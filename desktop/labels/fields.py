"""Texts with fields, such as ``生产批号 {lot}`` or ``{expiry:%Y.%m}``.

The grammar, in full::

    text      = { literal | "{{" | "}}" | field }
    field     = "{" name [ ":" format ] "}"
    name      = one of FIELD_NAMES
    format    = { "%Y" | "%y" | "%m" | "%d" | "%%" | any character but "%", "{", "}" }

A field with a format is a date: its value must be written as 2026-01-31. Nothing else is ever evaluated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.errors import InputError
from desktop.texts import say

FIELD_NAMES = ("code", "product", "gtin", "lot", "made", "expiry", "specimen", "spec", "level")
"""Every field that a label of this program can be filled with."""

OPTIONAL_FIELDS = frozenset({"specimen"})
"""Fields that are empty on good labels: only proofs and samples have a specimen mark."""

_TOKEN = re.compile(r"(\{\{|\}\})|\{([a-z_]+)(?::([^{}]*))?\}|([^{}]+)|([{}])")
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
        InputError: a brace has no partner, a field or a date directive is not known.

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
    if name not in FIELD_NAMES:
        raise InputError(
            say(
                "There is no field {found}; there are {known}.",
                found=f"{{{name}}}",
                known=", ".join(FIELD_NAMES),
            )
        )
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
