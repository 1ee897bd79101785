"""UDI: the device identifier and the production data behind it, and what UDID says a label must carry."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.codes import gs1
from desktop.codes.ma import MaCode, refuse_ahm
from desktop.errors import InputError
from desktop.texts import Text, say

YES, NO = "是", "否"


class Agency(StrEnum):
    """Issuing agencies, as UDID's field cpbsbmtxmc names them."""

    GS1 = "GS1"
    MA = "MA"
    AHM = "AHM"


@dataclass(frozen=True, slots=True)
class PiPart:
    """One datum of production.

    Attributes:
        ai: its application identifier in a GS1 code.
        tag: its letter in an MA code.
        field: the UDID field that says whether a label carries it.
    """

    ai: str
    tag: str
    field: str

    @property
    def title(self) -> Text:
        """Name it."""
        return {
            "10": say("lot"),
            "21": say("serial number"),
            "11": say("production date"),
            "17": say("expiry date"),
        }[self.ai]


PI_PARTS = (
    PiPart("10", "L", "scbssfbhph"),
    PiPart("21", "S", "scbssfbhxlh"),
    PiPart("11", "M", "scbssfbhscrq"),
    PiPart("17", "E", "scbssfbhsxrq"),
)
"""UDID's four flags (fields of the UDID record as its interface publishes them)."""


@dataclass(frozen=True, slots=True)
class Udi:
    """One UDI.

    Attributes:
        di: the device identifier: a GTIN of 14 digits, or an MA code up to the product.
        production: AI (for MA: letter) and value.
    """

    agency: Agency
    di: str
    production: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> "Udi":
        """Read a UDI of GS1 (element string or Digital Link) or of MA.

        Raises:
            InputError: it is none, has no device identifier, or is of an agency that is not supported.
        """
        head = text.strip()[:4].upper()
        if head.startswith("MA."):
            code = MaCode.parse(text)
            return cls(Agency.MA, code.di, code.production)
        if head.startswith("AHM"):
            raise refuse_ahm()
        return cls.of_elements(gs1.parse(text, whole_item=False))

    @classmethod
    def of_elements(cls, found: gs1.ElementString) -> "Udi":
        """Take the UDI out of an element string.

        Raises:
            InputError: it has no device identifier.
        """
        di = found.value_of("01")
        if di is None:
            raise InputError(
                say("UDI: (01) is missing; the device identifier of a GS1 code is the GTIN in (01).")
            )
        production = tuple((ai, value) for ai, value in found.elements if ai != "01")
        return cls(Agency.GS1, di, production)


def required_parts(flags: Mapping[str, str]) -> tuple[PiPart, ...]:
    """Return the parts that a label must carry by the flags of a UDID record.

    Args:
        flags: UDID field and its value, 是 or 否.

    Raises:
        InputError: a flag is missing or has another value.
    """
    for part in PI_PARTS:
        if flags.get(part.field) not in {YES, NO}:
            raise InputError(
                say(
                    "UDID field {field}: found '{found}', expected 是 or 否.",
                    field=part.field,
                    found=flags.get(part.field, ""),
                )
            )
    return tuple(part for part in PI_PARTS if flags[part.field] == YES)


def production_faults(flags: Mapping[str, str], carried: Collection[str]) -> tuple[Text, ...]:
    """Say which production data a label lacks or carries against its UDID record.

    Args:
        flags: UDID field and its value.
        carried: the AIs (or MA letters) on the label, over all its symbols.
    """
    required = required_parts(flags)
    faults: list[Text] = []
    for part in PI_PARTS:
        present = part.ai in carried or part.tag in carried
        if part in required and not present:
            faults.append(
                say(
                    "The {part} ({ai}) is missing on the label: UDID says that the label carries it "
                    "({field} = 是). Add it, or correct UDID.",
                    part=part.title,
                    ai=part.ai,
                    field=part.field,
                )
            )
        if present and part not in required:
            faults.append(
                say(
                    "The {part} ({ai}) stands on the label: UDID says that the label does not carry it "
                    "({field} = 否). Take it off, or correct UDID.",
                    part=part.title,
                    ai=part.ai,
                    field=part.field,
                )
            )
    return tuple(faults)
