"""The header of the platform's code file: what it says about the codes below it."""

from dataclasses import dataclass

from desktop.codes.characters import are_digits
from desktop.codes.drug_code import LENGTH
from desktop.errors import InputError
from desktop.products.product import MAX_LEVELS, Product
from desktop.texts import say

HEADER_FIELDS = 8
SEPARATOR = "#"


@dataclass(frozen=True, slots=True)
class CodeFileHeader:
    """The first line of a code file, field by field as it stands there."""

    fields: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.fields) < HEADER_FIELDS:
            raise InputError(
                say(
                    "Line 1: the header has {found} fields between #, expected {expected} or more.",
                    found=len(self.fields),
                    expected=HEADER_FIELDS,
                )
            )
        for field in self.fields:
            if SEPARATOR in field or not field.isprintable():
                raise InputError(
                    say("Line 1: header field {field} holds # or a control character.", field=ascii(field))
                )

    @classmethod
    def parse(cls, line: str) -> "CodeFileHeader":
        """Take a header line apart. Raises ``InputError`` for fewer than eight fields."""
        return cls(tuple(line.split(SEPARATOR)))

    @classmethod
    def of(
        cls, product: Product, level: int, first: str, last: str, *, remarks: tuple[str, str] = ("", "")
    ) -> "CodeFileHeader":
        """Make the header for codes of ``product`` on ``level``.

        Args:
            product: whose codes they are.
            level: the pack level; KeyError if the product has none such.
            first: codeBegin: the first code, or empty if the codes are not all of a run.
            last: codeEnd: the last code, or empty.
            remarks: f0 and f1.
        """
        prefix = product.level(level).prefix
        return cls((*remarks, prefix[1:], product.type_no, str(level), first, last, prefix[:1]))

    @property
    def raw(self) -> str:
        """The header as it stands in the file, without its line end."""
        return SEPARATOR.join(self.fields)

    @property
    def prefix(self) -> str:
        """What the codes begin with according to the header: codeHead and resCode."""
        return self.fields[7].strip() + self.fields[2].strip()

    @property
    def sub_type(self) -> str:
        """The product's type number, or what the platform writes in its place."""
        return self.fields[3].strip()

    @property
    def level(self) -> int | None:
        """The pack level, 1 = smallest; None if the field holds no level."""
        text = self.fields[4].strip()
        return int(text) if are_digits(text) and 1 <= int(text[:9]) <= MAX_LEVELS else None

    @property
    def code_begin(self) -> str:
        """The first code or serial number."""
        return self.fields[5].strip()

    @property
    def code_end(self) -> str:
        """The last code or serial number."""
        return self.fields[6].strip()


def contradiction(field: str, code: str) -> str | None:
    """Return the part of ``code`` that a codeBegin or codeEnd names, if it is not what stands there.

    The field holds a whole code, a code without its prefix or its secret digits, or a serial number;
    of what looks like none of these nothing can be said.
    """
    if not are_digits(field):
        return None
    parts = {LENGTH: code, 13: code[7:], 16: code[:16]}
    part = parts.get(len(field))
    if part is None and len(field) <= 9:
        part, field = code[7:16], field.zfill(9)
    return part if part is not None and part != field else None
