"""What is known of a product beyond what the traceability platform says: a checked mapping."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from desktop.codes.characters import are_digits
from desktop.codes.gtin import Gtin
from desktop.codes.region import region_fault
from desktop.codes.standard_code import StandardCode
from desktop.codes.trace_code import CLASS_LENGTH
from desktop.codes.uscc import Uscc
from desktop.errors import InputError
from desktop.products.field_titles import title
from desktop.products.fields import DETAIL_FIELDS, Field, Kind
from desktop.products.schemes import CodeScheme
from desktop.texts import Text, say

MAX_LENGTH = 500
"""Characters in one value. No standard's number: what is longer was pasted into the wrong field."""

_KEYS = {row.key: row for row in DETAIL_FIELDS}
_ORDER = {row.key: index for index, row in enumerate(DETAIL_FIELDS)}


@dataclass(frozen=True, slots=True)
class Details:
    """Values by the keys of ``DETAIL_FIELDS``, in their order; a field without a value is left out."""

    items: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for key, value in self.items:
            row = _KEYS.get(key)
            if row is None:
                raise InputError(say("A product has no field “{key}”.", key=key))
            fault = _fault(row, value)
            if fault is not None:
                raise InputError(say("{field}: {fault}", field=title(row), fault=fault))

    @classmethod
    def build(cls, values: Mapping[str, str]) -> "Details":
        """Make details of ``values``; spaces around a value are taken off, empty ones are left out.

        Raises:
            InputError: a key is none, or a value is not what its field holds; the sentence names the field.

        >>> Details.build({"manufacturer": " 示例制药 ", "brand": ""}).as_dict()
        {'manufacturer': '示例制药'}
        """
        kept = [(key, value.strip()) for key, value in values.items() if value.strip()]
        return cls(tuple(sorted(kept, key=lambda item: _ORDER.get(item[0], 0))))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.items)

    def get(self, key: str) -> str:
        """Return the value of a field, or an empty text."""
        return dict(self.items).get(key, "")

    def as_dict(self) -> dict[str, str]:
        """Return the values by their keys."""
        return dict(self.items)

    @property
    def least_grade(self) -> float:
        """The print grade that the plant asks for; 0: the rules alone say what is needed."""
        return float(self.get("least_grade") or 0)

    def filled_from(self, other: "Details") -> "Details":
        """Return these details with the gaps filled from ``other``."""
        return Details.build(other.as_dict() | self.as_dict())

    @property
    def schemes(self) -> tuple[CodeScheme, ...]:
        """The code schemes that were chosen; empty if none was."""
        return tuple(CodeScheme(name.strip()) for name in self.get("schemes").split(",") if name.strip())


NO_DETAILS = Details()


def _fault(row: Field, value: str) -> Text | None:
    if not value or value != value.strip() or not value.isprintable():
        return say("{value} holds a line break, a control character or only spaces.", value=ascii(value))
    if len(value) > MAX_LENGTH:
        return say("{found} characters, expected at most {most}.", found=len(value), most=MAX_LENGTH)
    return _fault_of_kind(row, value)


def _fault_of_kind(row: Field, value: str) -> Text | None:
    if row.choices:
        return _fault_of_choice(row, value)
    match row.kind:
        case Kind.NUMBER:
            if are_digits(value) and len(value) <= 6 and int(value) > 0:
                return None
            return say("found “{found}”, expected a whole number from 1 to 999999.", found=value)
        case Kind.GTIN:
            return _fault_of_gtin(value)
        case Kind.STANDARD_CODE:
            return _fault_of_code(StandardCode, value)
        case Kind.ORGANISATION:
            return _fault_of_code(Uscc, value)
        case Kind.CLASS:
            return _fault_of_class(value)
        case Kind.ORIGIN:
            return region_fault(value)
        case Kind.SCHEMES:
            return _fault_of_schemes(value)
    return None


def _fault_of_choice(row: Field, value: str) -> Text | None:
    if value in row.choices:
        return None
    if row.kind is Kind.YES_NO:
        return say("found “{found}”, expected yes or no.", found=value)
    return say("found “{found}”, expected one of {known}.", found=value, known=", ".join(row.choices))


def _fault_of_code(code: Callable[[str], StandardCode | Uscc], value: str) -> Text | None:
    try:
        code(value)
    except InputError as error:
        return error.text
    return None


def _fault_of_gtin(value: str) -> Text | None:
    try:
        return Gtin(value).restriction
    except InputError as error:
        return error.text


def _fault_of_class(value: str) -> Text | None:
    if len(value) == CLASS_LENGTH and are_digits(value):
        return None
    return say(
        "found “{found}”, expected {expected} digits without the dot.", found=value, expected=CLASS_LENGTH
    )


def _fault_of_schemes(value: str) -> Text | None:
    known = [scheme.value for scheme in CodeScheme]
    for name in value.split(","):
        if name.strip() not in known:
            return say(
                "found “{found}”, expected some of {known}, with commas between them.",
                found=name.strip(),
                known=", ".join(known),
            )
    return None
