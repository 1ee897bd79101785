"""The trace code of the 2017 rule for important products, made of five parts with full stops between.

``organisation.class.origin.attribute.value`` (国家重要产品追溯体系编码规则, source document S002). The rule
fixes no length and no characters for the value; it must not hold a full stop, since that parts the code.
"""

from dataclasses import dataclass
from enum import IntEnum

from desktop.codes.characters import OUTER_SPACE, are_digits, name_of
from desktop.codes.gtin import Gtin
from desktop.codes.identity_number import personal_data
from desktop.codes.region import region_fault
from desktop.codes.uscc import Uscc
from desktop.errors import InputError
from desktop.texts import Text, say

PARTS = 5
CLASS_LENGTH = 8
MIDDLE_DOT = "\u00b7"
"""Stands after the fifth digit of a class where GB/T 7635.1 prints it."""


class Attribute(IntEnum):
    """What the value is. The rule forbids to add more."""

    TRADE_UNIT = 1
    PRODUCT_SERIAL = 2
    INPUT_LOT = 3
    FINISHED_LOT = 4
    EX_FACTORY_LOT = 5
    LOGISTIC_UNIT = 6


def attribute_title(attribute: Attribute) -> Text:
    """Name an attribute."""
    return {
        Attribute.TRADE_UNIT: say("trade unit"),
        Attribute.PRODUCT_SERIAL: say("product serial number"),
        Attribute.INPUT_LOT: say("lot of input material"),
        Attribute.FINISHED_LOT: say("finished lot"),
        Attribute.EX_FACTORY_LOT: say("ex-factory lot"),
        Attribute.LOGISTIC_UNIT: say("logistic unit"),
    }[attribute]


@dataclass(frozen=True, slots=True)
class TraceCode:
    """One trace code.

    Attributes:
        organisation: who makes the product.
        product_class: eight digits of GB/T 7635.1, without the middle dot. Whether the class exists is
            not checked; a product without a class must not be given one of one's own.
        origin: the county of origin, six digits of GB/T 2260.
        attribute: what ``value`` is.
        value: the serial, lot or unit itself.
    """

    organisation: Uscc
    product_class: str
    origin: str
    attribute: Attribute
    value: str

    def __post_init__(self) -> None:
        fault = _class_fault(self.product_class) or region_fault(self.origin) or _value_fault(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "TraceCode":
        """Read a trace code; spaces around it are taken off.

        Raises:
            InputError: a part is missing or wrong.
        """
        parts = text.strip(OUTER_SPACE).split(".")
        if len(parts) > PARTS:
            raise InputError(
                say(
                    "Trace code: found {found} parts, expected {expected}; "
                    "the value behind the attribute must not hold a full stop.",
                    found=len(parts),
                    expected=PARTS,
                )
            )
        if len(parts) < PARTS:
            raise InputError(
                say(
                    "Trace code: {found} of {expected} parts found: "
                    "organisation.class.origin.attribute.value.",
                    found=len(parts),
                    expected=PARTS,
                )
            )
        return cls.build(*parts)

    @classmethod
    def build(
        cls, organisation: str, product_class: str, origin: str, attribute: str, value: str
    ) -> "TraceCode":
        """Make a trace code of its five parts; the class may carry its middle dot.

        >>> TraceCode.build("91110000600037341L", "01111·010", "110101", "4", "L02707").text
        '91110000600037341L.01111010.110101.4.L02707'
        """
        if attribute not in {str(int(known)) for known in Attribute}:
            raise InputError(
                say(
                    "Trace code: attribute {found}, expected 1 to 6; more must not be added.",
                    found=attribute,
                )
            )
        undotted = (
            product_class.replace(MIDDLE_DOT, "") if product_class[5:6] == MIDDLE_DOT else product_class
        )
        return cls(Uscc.parse(organisation), undotted, origin, Attribute(int(attribute)), value)

    @property
    def text(self) -> str:
        """The code as it is printed and encoded."""
        return ".".join(
            (
                self.organisation.value,
                self.product_class,
                self.origin,
                str(int(self.attribute)),
                self.value,
            )
        )

    @property
    def trade_item(self) -> Gtin | None:
        """The GTIN that the rule recommends to begin a product serial number with, if there is one."""
        if self.attribute is not Attribute.PRODUCT_SERIAL:
            return None
        try:
            return Gtin.of_length(self.value[:13], 13)
        except InputError:
            return None


def _class_fault(product_class: str) -> Text | None:
    if len(product_class) == CLASS_LENGTH and are_digits(product_class):
        return None
    return say(
        "Product class {found}: expected {expected} digits of GB/T 7635.1, such as 01111010 or 01111·010.",
        found=product_class,
        expected=CLASS_LENGTH,
    )


def _value_fault(value: str) -> Text | None:
    if not value:
        return say("Trace code: the value behind the attribute is missing.")
    for position, character in enumerate(value, start=1):
        if character == ".":
            return say(
                "Trace code: character {position} of the value is a full stop, which parts the code; "
                "write the value without it.",
                position=position,
            )
        if character.isspace() or not character.isprintable():
            return say(
                "Trace code: character {position} of the value is {character}; "
                "spaces and control characters cannot be read by eye.",
                position=position,
                character=name_of(character),
            )
    return personal_data(value)
