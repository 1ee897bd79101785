"""Market profiles: what a pack's code must hold for a country, in what carrier, by which serial rule.

Each row names its source. What is only remembered stands in ``remembered``: it is shown as a hint and
never enforced.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.codes.characters import CSET_82
from desktop.codes.crypto_tail import KEY_LENGTH, SIGNATURE_LENGTH
from desktop.codes.serials import MAX_LENGTH, SerialRule
from desktop.errors import InputError
from desktop.texts import Text, say

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Content:
    """One application identifier in a code.

    Attributes:
        ai: its digits; "71" stands for any of the national numbers 710 to 717.
        required: whether each pack must carry it.
        length: characters its value must have, None if the market does not say.
    """

    ai: str
    required: bool = True
    length: int | None = None


@dataclass(frozen=True, slots=True)
class MarketProfile:
    """One market's rule.

    Attributes:
        key: stable name, as stored with a product.
        title: name for people.
        content: its AIs, in the order they are written; empty for the drug code, which has none.
        carriers: symbologies, the usual one first: "code_128c", "gs1_datamatrix", "gs1_128".
        symbol_tables: names of the symbol specification tables for its symbols (GS1 General
            Specifications; "CN-DESC" is the drug code's own).
        module_mm: smallest and largest X-dimension where the market has numbers of its own.
        serial: rule for serial numbers, None where nobody makes them here.
        sources: where all this was read.
        remembered: what nobody could confirm yet.
    """

    key: str
    title: Text
    content: tuple[Content, ...]
    carriers: tuple[str, ...]
    symbol_tables: tuple[str, ...]
    serial: SerialRule | None
    sources: tuple[str, ...]
    module_mm: tuple[float, float] | None = None
    remembered: tuple[Text, ...] = ()


def _serial(
    source: str,
    *,
    shortest: int = 1,
    longest: int = MAX_LENGTH,
    alphabet: frozenset[str] = CSET_82,
    guess_one_in: int | None = None,
) -> SerialRule:
    # Where a guess must not hit, a sequence is out of the question.
    return SerialRule(shortest, longest, alphabet, guess_one_in is None, guess_one_in, source)


def market_profiles() -> tuple[MarketProfile, ...]:
    """Return all profiles, China's first."""
    return (*_chinese(), *_foreign())


def market_profile(key: str) -> MarketProfile:
    """Return the profile named ``key``.

    Raises:
        InputError: there is none.
    """
    for profile in market_profiles():
        if profile.key == key:
            return profile
    known = ", ".join(profile.key for profile in market_profiles())
    raise InputError(say("Market profile {key}: expected one of {known}.", key=key, known=known))


def content_faults(profile: MarketProfile, elements: Iterable[tuple[str, str]]) -> tuple[Text, ...]:
    """Say what ``elements`` (AI and value) lack or hold against ``profile``; empty if all is well."""
    present = dict(elements)
    faults: list[Text] = []
    for content in profile.content:
        value = next((value for ai, value in present.items() if _covers(content, ai)), None)
        if value is None:
            if content.required:
                faults.append(
                    say("({ai}) is missing: {market} demands it.", ai=content.ai, market=profile.title)
                )
        elif content.length is not None and len(value) != content.length:
            faults.append(
                say(
                    "({ai}) has {found} characters: {market} demands {expected}.",
                    ai=content.ai,
                    found=len(value),
                    market=profile.title,
                    expected=content.length,
                )
            )
    if profile.serial is not None and "21" in present:
        fault = profile.serial.fault(present["21"])
        faults += [] if fault is None else [fault]
    return tuple(faults)


def _covers(content: Content, ai: str) -> bool:
    return ai == content.ai or (content.ai == "71" and len(ai) == 3 and ai.startswith("71"))


def _chinese() -> tuple[MarketProfile, ...]:
    return (
        MarketProfile(
            key="cn_drug_code",
            title=say("China: drug code of 20 digits"),
            content=(),
            carriers=("code_128c",),
            symbol_tables=("CN-DESC",),
            serial=None,
            sources=("source documents S001 and S003", "NMPAB/T 1002-2019"),
        ),
        MarketProfile(
            key="cn_gs1",
            title=say("China: GS1 code for drugs"),
            content=(Content("01"), Content("17"), Content("10"), Content("21")),
            carriers=("gs1_datamatrix",),
            symbol_tables=("SST10", "SST8"),
            serial=_serial("source document S001, table 3"),
            sources=("source document S001, table 3", "source document S000"),
        ),
        MarketProfile(
            key="cn_udi",
            title=say("China: UDI of medical devices"),
            content=(
                Content("01"),
                *(Content(ai, required=False) for ai in ("11", "17", "10", "21")),
            ),
            carriers=("gs1_datamatrix", "gs1_128"),
            symbol_tables=("SST6", "SST10"),
            serial=_serial("GS1 General Specifications, AI (21)"),
            sources=("source document S004", "YY/T 1630-2018", "public answers on the UDI database"),
        ),
    )


def _foreign() -> tuple[MarketProfile, ...]:
    return (
        MarketProfile(
            key="eu_fmd",
            title=say("European Union: safety features (FMD)"),
            content=(
                Content("01"),
                Content("17"),
                Content("10"),
                Content("21"),
                Content("71", required=False),
            ),
            carriers=("gs1_datamatrix",),
            symbol_tables=("SST10", "SST8"),
            serial=_serial(
                "Delegated Regulation (EU) 2016/161, article 4", alphabet=_ALPHANUMERIC, guess_one_in=10_000
            ),
            sources=("Delegated Regulation (EU) 2016/161, articles 4 and 5",),
            remembered=(
                say("Print quality of 1.5 or better (article 6)."),
                say("Product code and serial number stay unique until one year after expiry."),
            ),
        ),
        MarketProfile(
            key="us_dscsa",
            title=say("United States: DSCSA"),
            content=(Content("01"), Content("21"), Content("17"), Content("10")),
            carriers=("gs1_datamatrix",),
            symbol_tables=("SST10", "SST8"),
            serial=_serial("DSCSA: standardized numerical identifier", alphabet=_ALPHANUMERIC),
            sources=("DSCSA: NDC and a unique alphanumeric serial number of up to 20 characters",),
            remembered=(say("A homogeneous case may carry a linear or a 2D symbol."),),
        ),
        MarketProfile(
            key="ru_mdlp",
            title=say("Russia: MDLP"),
            content=(
                Content("01"),
                Content("21"),
                Content("91", length=KEY_LENGTH),
                Content("92", length=SIGNATURE_LENGTH),
            ),
            carriers=("gs1_datamatrix",),
            symbol_tables=(),
            module_mm=(0.255, 0.615),
            serial=_serial("Roszdravnadzor, 2 October 2019", shortest=13, longest=13, alphabet=_ALPHANUMERIC),
            sources=("Roszdravnadzor, 2 October 2019: module 0.255 to 0.615 mm, grade C or better",),
        ),
        MarketProfile(
            key="in_export",
            title=say("India: export packs"),
            content=(Content("01"), Content("10"), Content("17"), Content("21")),
            carriers=("gs1_datamatrix", "gs1_128"),
            symbol_tables=("SST6", "SST8"),
            serial=_serial("DGFT, paragraph 2.90A"),
            sources=("DGFT, paragraph 2.90A: secondary packs; cases carry an SSCC",),
        ),
    )
