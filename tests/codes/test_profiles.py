"""Market profiles as data: what they demand, and that each says where it was read."""

import pytest

from desktop.codes.crypto_tail import CryptoTail, refuse_typed_tail
from desktop.codes.profiles import MarketProfile, content_faults, market_profile, market_profiles
from desktop.errors import InputError, Refused
from desktop.texts import CHINESE
from tests.refusals import refusal_of

GTIN, EXPIRY, LOT, SERIAL = (
    ("01", "06932833600109"),
    ("17", "200131"),
    ("10", "L02707"),
    ("21", "81250531278265838370"),
)


def raise_refusal(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("profile", market_profiles(), ids=lambda profile: profile.key)
def test_every_profile_has_a_name_in_both_languages_a_carrier_and_a_source(profile: MarketProfile) -> None:
    assert str(profile.title) != profile.title.in_language(CHINESE)
    assert profile.carriers
    assert profile.sources
    assert profile.symbol_tables or profile.module_mm


@pytest.mark.parametrize(
    ("key", "required"),
    [
        ("cn_drug_code", []),
        ("cn_gs1", ["01", "17", "10", "21"]),
        ("cn_udi", ["01"]),
        ("eu_fmd", ["01", "17", "10", "21"]),
        ("us_dscsa", ["01", "21", "17", "10"]),
        ("ru_mdlp", ["01", "21", "91", "92"]),
        ("in_export", ["01", "10", "17", "21"]),
    ],
)
def test_a_market_demands_its_identifiers(key: str, required: list[str]) -> None:
    assert [content.ai for content in market_profile(key).content if content.required] == required


def test_only_the_eu_forbids_sequences() -> None:
    rules = {profile.key: profile.serial for profile in market_profiles()}
    assert [key for key, rule in rules.items() if rule is not None and not rule.sequential] == ["eu_fmd"]
    assert rules["cn_drug_code"] is None


def test_what_is_missing_is_named_with_the_market() -> None:
    faults = content_faults(market_profile("eu_fmd"), [GTIN, LOT, SERIAL])
    assert [str(fault) for fault in faults] == [
        "(17) is missing: European Union: safety features (FMD) demands it."
    ]
    assert faults[0].in_language(CHINESE) == "缺少（17）：“欧盟：安全特征（FMD）”要求必须有。"


def test_what_is_remembered_only_is_not_enforced() -> None:
    eu = market_profile("eu_fmd")
    assert content_faults(eu, [GTIN, EXPIRY, LOT, SERIAL]) == ()
    assert len(eu.remembered) == 2


def test_a_russian_serial_has_thirteen_characters_and_its_tail_forty_eight() -> None:
    tail = (("91", "EE06"), ("92", "a" * 43))
    faults = content_faults(market_profile("ru_mdlp"), [GTIN, ("21", "A1b2C3d4E5f6"), *tail])
    assert [str(fault) for fault in faults] == [
        "(92) has 43 characters: Russia: MDLP demands 44.",
        "Serial number A1b2C3d4E5f6: 12 characters, expected 13 to 13.",
    ]


def test_a_profile_that_is_not_there_is_refused_with_those_that_are() -> None:
    told = refusal_of(lambda: market_profile("eu"), InputError)
    assert told == (
        "Market profile eu: expected one of cn_drug_code, cn_gs1, cn_udi, eu_fmd, us_dscsa, ru_mdlp, "
        "in_export."
    )


@pytest.mark.parametrize(
    ("key", "signature", "told"),
    [
        (
            "EE0",
            "a" * 44,
            "Crypto tail (91): found 3 characters, expected 4. Import the operator's file again.",
        ),
        (
            "EE06",
            "a" * 43,
            "Crypto tail (92): found 43 characters, expected 44. Import the operator's file again.",
        ),
        (
            "EE06",
            "a" * 43 + "#",
            "Crypto tail (92): character 44 is '#', which no element string may hold.",
        ),
    ],
)
def test_a_crypto_tail_of_another_length_is_refused(key: str, signature: str, told: str) -> None:
    assert refusal_of(lambda: CryptoTail(key, signature), InputError) == told


def test_a_crypto_tail_is_never_typed() -> None:
    assert refusal_of(lambda: raise_refusal(refuse_typed_tail()), Refused) == (
        "A crypto tail is issued by the operator and imported from its file; it cannot be typed or made here."
    )
