"""How a verifier heads the columns of its table, where its headings are unusual: a small file of the plant.

It is written once for each kind of verifier::

    {"name": "Verifier of line 2", "columns": {"data": "Inhalt", "grade": "ISO-Note", "time": ""},
     "device": "LVS 9585 / 0417", "symbology": ""}

An empty heading says that no column holds it, whatever the headings look like.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.errors import InputError
from desktop.exchange.small_json import parsed
from desktop.exchange.verifier_columns import Column, plain
from desktop.texts import Text, say

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class VerifierMapping:
    """Headings by columns.

    Attributes:
        name: of the verifier or its kind.
        columns: the heading of each column that was chosen; empty: no column holds it.
        device: name and serial number, where no column says it.
        symbology: of all rows, where no column says it.
    """

    name: str
    columns: tuple[tuple[Column, str], ...]
    device: str = ""
    symbology: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not all(
            _sound(text) for text in (self.name, self.device, self.symbology)
        ):
            raise InputError(
                say("A mapping has a name, in one line of at most {most} characters.", most=_LONGEST)
            )
        for column, heading in self.columns:
            if not _sound(heading):
                raise InputError(
                    say(
                        "Mapping of “{column}”: “{heading}” is no heading.",
                        column=column.value,
                        heading=ascii(heading)[1:-1][:_LONGEST],
                    )
                )
        require_apart(dict(self.columns))

    @property
    def headings(self) -> dict[Column, str]:
        """The headings by their columns."""
        return dict(self.columns)

    def as_json(self) -> bytes:
        """Write the mapping as ``parse`` reads it."""
        told = {
            "name": self.name,
            "columns": {column.value: heading for column, heading in self.columns},
            "device": self.device,
            "symbology": self.symbology,
        }
        return json.dumps(told, ensure_ascii=False, indent=2).encode()

    @classmethod
    def parse(cls, content: bytes) -> "VerifierMapping":
        """Read a mapping.

        Raises:
            InputError: it is no JSON, or not what a mapping holds; the sentence says where.
        """
        match parsed(content, say("A mapping of columns")):
            case {"name": str(name), "columns": dict(columns), **rest}:
                made = tuple(_column(key, heading) for key, heading in columns.items())
                return cls(name.strip(), made, _text(rest, "device"), _text(rest, "symbology"))
        raise InputError(say("A mapping is an object with a “name” and “columns”: headings by columns."))


def require_apart(headings: Mapping[Column, str]) -> None:
    """Refuse headings of which one means two columns. InputError: it names all three."""
    seen: dict[str, Column] = {}
    for column, heading in headings.items():
        if not heading:
            continue
        before = seen.setdefault(plain(heading), column)
        if before is not column:
            raise InputError(
                say(
                    "The column “{heading}” cannot be both {one} and {other}.",
                    heading=heading[:_LONGEST],
                    one=column_title(before),
                    other=column_title(column),
                )
            )


def column_title(column: Column) -> Text:
    """Return what a column holds, in words."""
    return {
        Column.DATA: say("Data of the symbol"),
        Column.GRADE: say("Grade"),
        Column.FORMAL: say("Formal grade"),
        Column.SYMBOLOGY: say("Symbology"),
        Column.EDITION: say("Edition"),
        Column.APERTURE: say("Aperture"),
        Column.WAVELENGTH: say("Wavelength"),
        Column.DATE: say("Date"),
        Column.TIME: say("Time"),
        Column.DEVICE: say("Verifier"),
    }[column]


def _sound(text: str) -> bool:
    return len(text) <= _LONGEST and (not text or text.isprintable())


def _column(key: str, heading: object) -> tuple[Column, str]:
    if key not in set(Column):
        raise InputError(
            say("“{found}” is no column; there are {known}.", found=key[:_LONGEST], known=", ".join(Column))
        )
    if not isinstance(heading, str):
        raise InputError(say("The heading of “{column}” is no text.", column=key))
    return Column(key), heading.strip()


def _text(rest: Mapping[object, object], key: str) -> str:
    found = rest.get(key, "")
    if not isinstance(found, str):
        raise InputError(say("“{key}” of the mapping is no text.", key=key))
    return found.strip()
