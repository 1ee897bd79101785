"""One reader for each kind of code: parses a text and lays its parts open."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from desktop.codes import gs1
from desktop.codes.characters import OUTER_SPACE
from desktop.codes.drug_code import DrugCode
from desktop.codes.gln import Gln
from desktop.codes.gsin import Gsin
from desktop.codes.gtin import Gtin
from desktop.codes.herb_code import HerbCompanyCode, HerbGoodsCode, source_title
from desktop.codes.identity_number import IdentityNumber
from desktop.codes.ma import MaCode, refuse_ahm, tag_title
from desktop.codes.meat_code import MeatSubjectCode
from desktop.codes.sscc import Sscc
from desktop.codes.standard_code import StandardCode
from desktop.codes.trace_code import TraceCode, attribute_title
from desktop.codes.udi import Udi
from desktop.codes.uscc import Uscc
from desktop.errors import InputError
from desktop.texts import Text, say

_GTIN_SYMBOLS = ("]E0", "]E4", "]I1")
"""Symbology identifiers of symbols that hold a GTIN alone (EAN-13, EAN-8, ITF-14)."""

_KEYS = ("00", "01", "02")
"""AIs with a check digit that an element string on a pack begins with."""


class Scheme(StrEnum):
    """Kinds of code, the likeliest on a packing line first."""

    DRUG_CODE = "drug_code"
    GTIN_13 = "gtin_13"
    GTIN_14 = "gtin_14"
    GTIN_12 = "gtin_12"
    GTIN_8 = "gtin_8"
    SSCC = "sscc"
    GS1 = "gs1"
    DIGITAL_LINK = "digital_link"
    UDI = "udi"
    MA = "ma"
    AHM = "ahm"
    TRACE_2017 = "trace_code_2017"
    USCC = "uscc"
    STANDARD_CODE = "standard_code"
    GLN = "gln"
    GSIN = "gsin"
    MEAT = "meat_code"
    HERB_COMPANY = "herb_company"
    HERB_GOODS = "herb_goods"
    IDENTITY_NUMBER = "identity_number"


def scheme_title(scheme: Scheme) -> Text:
    """Name a kind of code."""
    return {
        Scheme.DRUG_CODE: say("drug code (20 digits)"),
        Scheme.GTIN_13: say("GTIN-13"),
        Scheme.GTIN_14: say("GTIN-14"),
        Scheme.GTIN_12: say("GTIN-12"),
        Scheme.GTIN_8: say("GTIN-8"),
        Scheme.SSCC: say("SSCC"),
        Scheme.GS1: say("GS1 element string"),
        Scheme.DIGITAL_LINK: say("GS1 Digital Link"),
        Scheme.UDI: say("UDI"),
        Scheme.MA: say("MA code"),
        Scheme.AHM: say("AHM code"),
        Scheme.TRACE_2017: say("trace code of the 2017 rule"),
        Scheme.USCC: say("unified social credit code"),
        Scheme.STANDARD_CODE: say("National drug code"),
        Scheme.GLN: say("GLN"),
        Scheme.GSIN: say("GSIN"),
        Scheme.MEAT: say("subject code of meat and vegetables (SB/T 10680)"),
        Scheme.HERB_COMPANY: say("company code of medicinal materials"),
        Scheme.HERB_GOODS: say("goods code of medicinal materials"),
        Scheme.IDENTITY_NUMBER: say("identity number of a person"),
    }[scheme]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a code.

    Attributes:
        key: its name for programs; an AI's digits in a GS1 code.
        title: its name for people.
    """

    key: str
    title: Text
    value: str | Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one kind of code.

    Attributes:
        value: the code as it is written without grouping; masked for a person's number.
        parts: its parts, from left to right.
        note: what a person has to know besides, None if nothing.
        sure: False where only the shape could be looked at, and for what is no product's code.
    """

    scheme: Scheme
    value: str
    parts: tuple[Part, ...] = ()
    note: Text | None = None
    sure: bool = True


KnownPrefix = Callable[[str], str | None]
"""Names the product and level of a drug code's first seven digits, or None."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one kind of code; ``read`` raises InputError with the reason if the text is none."""

    scheme: Scheme
    read: Callable[[str], Reading]


def readers(known_prefix: KnownPrefix | None = None) -> tuple[Reader, ...]:
    """Return the readers of all kinds, in the order of ``Scheme``."""
    read: dict[Scheme, Callable[[str], Reading]] = {
        Scheme.DRUG_CODE: partial(_drug_code, known_prefix),
        Scheme.GTIN_13: partial(_gtin, Scheme.GTIN_13, 13),
        Scheme.GTIN_14: partial(_gtin, Scheme.GTIN_14, 14),
        Scheme.GTIN_12: partial(_gtin, Scheme.GTIN_12, 12),
        Scheme.GTIN_8: partial(_gtin, Scheme.GTIN_8, 8),
        Scheme.SSCC: _sscc,
        Scheme.GS1: _gs1,
        Scheme.DIGITAL_LINK: _digital_link,
        Scheme.UDI: _udi,
        Scheme.MA: _ma,
        Scheme.AHM: _ahm,
        Scheme.TRACE_2017: _trace_code,
        Scheme.USCC: _uscc,
        Scheme.STANDARD_CODE: _standard_code,
        Scheme.GLN: _gln,
        Scheme.GSIN: _gsin,
        Scheme.MEAT: _meat,
        Scheme.HERB_COMPANY: _herb_company,
        Scheme.HERB_GOODS: _herb_goods,
        Scheme.IDENTITY_NUMBER: _identity_number,
    }
    return tuple(Reader(scheme, read[scheme]) for scheme in Scheme)


def _drug_code(known_prefix: KnownPrefix | None, text: str) -> Reading:
    code = DrugCode.parse(text)
    product = known_prefix(code.prefix) if known_prefix else None
    parts = [
        Part("prefix", say("product and pack level"), code.prefix),
        Part("serial", say("serial number"), code.serial),
        Part("secret", say("check digits (secret algorithm)"), code.secret),
    ]
    note = say("Whether it is real is known only from the pool of codes: its check digits are secret.")
    if product:
        parts.insert(1, Part("product", say("product"), product))
    elif known_prefix:
        note = say("No product of this plant has the prefix {prefix}.", prefix=code.prefix)
    return Reading(Scheme.DRUG_CODE, code.value, tuple(parts), note)


def _gtin(scheme: Scheme, digits: int, text: str) -> Reading:
    gtin = Gtin.of_length(text, digits)
    parts = [Part("check_digit", say("check digit"), gtin.value[-1])]
    if digits != 8:
        parts.insert(0, Part("body", say("company prefix and item reference"), gtin.body))
    if digits == 14:
        parts.insert(0, Part("indicator", say("indicator"), str(gtin.indicator)))
    if gtin.issuer is not None:
        parts.append(Part("issuer", say("licensed by"), gtin.issuer))
    return Reading(scheme, gtin.value, tuple(parts), gtin.restriction)


def _sscc(text: str) -> Reading:
    sscc = Sscc.parse(text)
    parts = (
        Part("extension", say("extension digit"), sscc.extension),
        Part("body", say("company prefix and serial reference"), sscc.serial_and_prefix),
        Part("check_digit", say("check digit"), sscc.value[-1]),
    )
    return Reading(Scheme.SSCC, sscc.value, parts)


def _gln(text: str) -> Reading:
    gln = Gln.parse(text)
    return Reading(Scheme.GLN, gln.value, (Part("check_digit", say("check digit"), gln.value[-1]),))


def _gsin(text: str) -> Reading:
    gsin = Gsin.parse(text)
    return Reading(Scheme.GSIN, gsin.value, (Part("check_digit", say("check digit"), gsin.value[-1]),))


def _gs1(text: str) -> Reading:
    if _is_web_address(text):
        raise InputError(say("This is a web address; an element string holds AIs and their values."))
    found = _element_string(text)
    return Reading(Scheme.GS1, found.hri, _element_parts(found))


def _digital_link(text: str) -> Reading:
    if not _is_web_address(text):
        raise InputError(say("A GS1 Digital Link begins with http:// or https://."))
    return Reading(Scheme.DIGITAL_LINK, text.strip(OUTER_SPACE), _element_parts(_element_string(text)))


def _element_string(text: str) -> gs1.ElementString:
    """Read what one symbol holds; its partners may stand in another, if it says that it is GS1's."""
    text = text.strip(OUTER_SPACE)
    if text.startswith(_GTIN_SYMBOLS):
        raise InputError(
            say("{identifier} announces a symbol that holds a GTIN and nothing else.", identifier=text[:3])
        )
    marked = text.startswith(("(", "]")) or _is_web_address(text)
    found = gs1.parse(text, whole_item=not marked)
    if not marked and found.elements[0].ai not in _KEYS:
        raise InputError(
            say(
                "It begins with the digits of ({ai}), but nothing says that it is an element string: write "
                "({ai}) in brackets, or let the scanner send its symbology identifier.",
                ai=found.elements[0].ai,
            )
        )
    return found


def _is_web_address(text: str) -> bool:
    return text.strip(OUTER_SPACE).lower().startswith(("http://", "https://"))


def _element_parts(found: gs1.ElementString) -> tuple[Part, ...]:
    return tuple(
        Part(element.ai, say("({ai}) {title}", ai=element.ai, title=element.title), element.value)
        for element in found.elements
    )


def _udi(text: str) -> Reading:
    is_ma = text.strip(OUTER_SPACE).startswith("MA.")
    udi = Udi.parse(text) if is_ma else Udi.of_elements(_element_string(text))
    parts = (
        Part("agency", say("issuing agency"), str(udi.agency)),
        Part("di", say("device identifier (DI)"), udi.di),
        *(Part(ai, say("production identifier (PI) {ai}", ai=ai), value) for ai, value in udi.production),
    )
    return Reading(Scheme.UDI, udi.di, parts)


def _ma(text: str) -> Reading:
    code = MaCode.parse(text)
    parts = (
        Part("country", say("country"), code.country),
        Part("registrant", say("registrant"), code.registrant),
        Part("product", say("product"), code.product),
        *(Part(tag, tag_title(tag), value) for tag, value in code.production),
    )
    note = say("The check character cannot be verified: its algorithm has not been published.")
    return Reading(Scheme.MA, code.text, parts, note)


def _ahm(_: str) -> Reading:
    raise refuse_ahm()


def _trace_code(text: str) -> Reading:
    code = TraceCode.parse(text)
    parts = [
        Part("organisation", say("unified social credit code"), code.organisation.value),
        Part("class", say("product class (GB/T 7635.1)"), code.product_class),
        Part("origin", say("county of origin (GB/T 2260)"), code.origin),
        Part("attribute", attribute_title(code.attribute), str(int(code.attribute))),
        Part("value", say("value"), code.value),
    ]
    if code.trade_item is not None:
        parts.append(Part("gtin", say("GTIN in front of the serial number"), code.trade_item.value))
    return Reading(Scheme.TRACE_2017, code.text, tuple(parts))


def _uscc(text: str) -> Reading:
    code = Uscc.parse(text)
    parts = (
        Part("region", say("division of registration (GB/T 2260)"), code.region),
        Part("organisation", say("organisation code (GB 11714)"), code.organisation),
        Part("check_character", say("check character"), code.value[-1]),
    )
    return Reading(Scheme.USCC, code.value, parts)


def _standard_code(text: str) -> Reading:
    code = StandardCode.parse(text)
    parts = (
        Part("company", say("company"), code.company),
        Part("product", say("product"), code.product),
        Part("check_digit", say("check digit"), code.value[-1]),
    )
    return Reading(Scheme.STANDARD_CODE, code.value, parts)


def _meat(text: str) -> Reading:
    code = MeatSubjectCode.parse(text)
    parts = [
        Part("region", say("county (GB/T 2260)"), code.region),
        Part("node", say("node"), code.node),
    ]
    if code.operator is not None:
        parts.append(Part("operator", say("operator at the node"), code.operator))
    note = say("The node trades itself.") if code.trades_itself else _by_shape()
    return Reading(Scheme.MEAT, code.value, tuple(parts), note, sure=False)


def _herb_company(text: str) -> Reading:
    code = HerbCompanyCode.parse(text)
    parts = (
        Part("trade", say("trade"), code.trade),
        Part("company", say("company"), code.company),
        Part("check_digit", say("check digit"), code.value[-1]),
    )
    return Reading(Scheme.HERB_COMPANY, code.value, parts, _by_shape(), sure=False)


def _herb_goods(text: str) -> Reading:
    code = HerbGoodsCode.parse(text)
    parts = (
        Part("trade", say("trade"), code.trade),
        Part("company", say("company"), code.company),
        Part("goods", say("goods"), code.goods),
        Part("source", say("source of the material"), source_title(code.source)),
        Part("check_digit", say("check digit"), code.value[-1]),
    )
    return Reading(Scheme.HERB_GOODS, code.value, parts, _by_shape(), sure=False)


def _identity_number(text: str) -> Reading:
    number = IdentityNumber.parse(text)
    return Reading(Scheme.IDENTITY_NUMBER, number.masked, (), number.warning, sure=False)


def _by_shape() -> Text:
    return say("By its shape alone: nothing in it can be checked.")
