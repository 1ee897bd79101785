"""Serial numbers: never a repeat, never too easy to guess, millions without growing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.profiles import market_profile
from desktop.codes.serials import (
    BATCH,
    DIGITS_10,
    UNAMBIGUOUS_30,
    SerialRule,
    capacity,
    random_serials,
    sequential_serials,
    sscc_series,
)
from desktop.codes.sscc import Sscc
from desktop.errors import InputError, PackmarkError, Refused
from tests.refusals import refusal_of


@dataclass
class History:
    """A plant's history in memory, which notes how it was asked."""

    issued: set[str] = field(default_factory=set)
    more: int = 0
    asked: list[int] = field(default_factory=list)

    def known(self, values: Collection[str]) -> set[str]:
        self.asked.append(len(values))
        return self.issued & set(values)

    def count(self) -> int:
        return len(self.issued) + self.more


def rule_of(market: str) -> SerialRule:
    rule = market_profile(market).serial
    assert rule is not None
    return rule


EU = rule_of("eu_fmd")
CHINA = rule_of("cn_gs1")


@pytest.mark.parametrize(
    ("characters", "length", "most"),
    [
        (10, 10, 10**6),
        (10, 12, 10**8),
        (10, 13, 10**9),
        (10, 16, 10**12),
        (10, 20, 10**16),
        (30, 8, 65_610_000),
        (30, 10, 59_049_000_000),
        (30, 12, 53_144_100_000_000),
    ],
)
def test_the_eu_lets_a_ten_thousandth_of_the_space_be_issued(characters: int, length: int, most: int) -> None:
    assert capacity(characters, length, 10_000) == most


def test_unambiguous_characters_are_thirty_and_none_is_like_another() -> None:
    assert len(set(UNAMBIGUOUS_30)) == 30
    assert not set(UNAMBIGUOUS_30) & set("01OISZlo")


@given(st.integers(1, 300), st.integers(8, 20), st.sampled_from([DIGITS_10, UNAMBIGUOUS_30]))
def test_random_serials_are_as_many_as_wanted_each_once_and_of_the_alphabet(
    amount: int, length: int, alphabet: str
) -> None:
    if amount > capacity(len(alphabet), length, 10_000):
        return
    made = list(random_serials(EU, History(), amount=amount, length=length, alphabet=alphabet))
    assert len(set(made)) == amount
    assert all(len(serial) == length and set(serial) <= set(alphabet) for serial in made)
    assert all(EU.fault(serial) is None for serial in made)


@given(st.integers(1, 50))
def test_random_serials_never_repeat_what_was_issued(amount: int) -> None:
    # Half of a space of hundred is issued: nearly every second candidate is old.
    history = History(issued={f"{number:02}" for number in range(0, 100, 2)[: 50 - amount]})
    made = list(random_serials(CHINA, history, amount=amount, length=2, alphabet=DIGITS_10))
    assert len(set(made)) == amount
    assert not set(made) & history.issued


def test_every_character_comes_about_as_often_as_another() -> None:
    drawn = "".join(random_serials(EU, History(), amount=20_000, length=12))
    counts = [drawn.count(character) for character in UNAMBIGUOUS_30]
    assert min(counts) > 7_300  # 8 000 expected, standard deviation 88
    assert max(counts) < 8_700


def test_serials_are_made_in_batches_as_they_are_taken() -> None:
    history = History()
    stream = random_serials(EU, history, amount=4_000_000, length=12)
    assert len(list(islice(stream, 2 * BATCH))) == 2 * BATCH
    assert max(history.asked) <= BATCH
    assert sum(history.asked) <= 3 * BATCH


def test_all_serials_that_the_eu_allows_can_be_made() -> None:
    made = list(random_serials(EU, History(), amount=10_000, length=8, alphabet=DIGITS_10))
    assert len(set(made)) == 10_000


@pytest.mark.parametrize(
    ("amount", "issued", "told"),
    [
        (
            10_001,
            0,
            (
                "Serial numbers wanted: 10001, issued so far: 0. Of 10 characters in 8 places at most "
                "10000 may "
                "be issued, or they are too easy to guess (Delegated Regulation (EU) 2016/161, article 4). "
                "Take 9 places."
            ),
        ),
        (
            1,
            10_000,
            (
                "Serial numbers wanted: 1, issued so far: 10000. Of 10 characters in 8 places at most "
                "10000 may "
                "be issued, or they are too easy to guess (Delegated Regulation (EU) 2016/161, article 4). "
                "Take 9 places."
            ),
        ),
    ],
)
def test_more_than_a_ten_thousandth_is_refused_before_one_is_made(
    amount: int, issued: int, told: str
) -> None:
    history = History(more=issued)
    assert (
        refusal_of(lambda: random_serials(EU, history, amount=amount, length=8, alphabet=DIGITS_10), Refused)
        == told
    )
    assert history.asked == []


def test_half_of_a_space_without_a_rule_may_be_drawn() -> None:
    told = refusal_of(
        lambda: random_serials(CHINA, History(), amount=51, length=2, alphabet=DIGITS_10), Refused
    )
    assert told == (
        "Serial numbers wanted: 51, issued so far: 0. Of 10 characters in 2 places at most 50 can be drawn "
        "by "
        "chance. Take 3 places."
    )


@pytest.mark.parametrize(
    ("amount", "length", "alphabet", "told"),
    [
        (1, 12, "012345678", "The alphabet 012345678 has 9 characters, expected 10 or more."),
        (1, 12, "01234567890", "The alphabet 01234567890 holds a character twice."),
        (
            1,
            12,
            "0123456789#",
            "The alphabet 0123456789# holds '#', which a serial number must not hold.",
        ),
        (1, 21, DIGITS_10, "Serial number 000000000000000000000: 21 characters, expected 1 to 20."),
        (0, 12, DIGITS_10, "Serial numbers wanted: 0, expected 1 or more."),
    ],
)
def test_a_request_that_cannot_be_is_refused(amount: int, length: int, alphabet: str, told: str) -> None:
    assert (
        refusal_of(
            lambda: random_serials(EU, History(), amount=amount, length=length, alphabet=alphabet),
            InputError,
        )
        == told
    )


def test_a_sequence_is_refused_where_serials_must_be_random() -> None:
    told = refusal_of(lambda: sequential_serials(EU, History(), amount=5, first=1, length=12), Refused)
    assert told == (
        "Serial numbers of this market must be random: a sequence can be guessed "
        "(Delegated Regulation (EU) 2016/161, article 4)."
    )


def test_a_sequence_counts_up_with_zeros_in_front() -> None:
    made = sequential_serials(CHINA, History(), amount=3, first=98, length=6, front="A1")
    assert list(made) == ["A10098", "A10099", "A10100"]


def test_a_sequence_stops_at_what_was_issued_before() -> None:
    history = History(issued={"0003"})
    told = refusal_of(lambda: list(sequential_serials(CHINA, history, amount=5, first=1, length=4)), Refused)
    assert told == "0003 was issued before: a number is never used twice. Start behind it."


@pytest.mark.parametrize(
    ("first", "amount", "length", "front", "told"),
    [
        (
            98,
            3,
            3,
            "A",
            "Serial numbers 98 to 100 need more than the 2 digits behind “A”.",
        ),
        (0, 1, 1, "A", "Serial numbers 0 to 0 need more than the 0 digits behind “A”."),
        (
            0,
            1,
            5,
            "批",
            "Serial number 批0000: character 1 is '批', which it must not hold.",
        ),
    ],
)
def test_a_sequence_that_does_not_fit_is_refused(
    first: int, amount: int, length: int, front: str, told: str
) -> None:
    assert (
        refusal_of(
            lambda: sequential_serials(
                CHINA, History(), amount=amount, first=first, length=length, front=front
            ),
            PackmarkError,
        )
        == told
    )


def test_ssccs_count_up_behind_the_company_prefix() -> None:
    made = list(
        sscc_series(History(), prefix=CompanyPrefix("6948710"), extension=3, first=123456789, amount=2)
    )
    assert made[0] == "369487101234567895"
    assert [Sscc.parse(sscc).serial_and_prefix[-9:] for sscc in made] == ["123456789", "123456790"]


@pytest.mark.parametrize(
    ("issued", "first", "amount", "told"),
    [
        (
            {"369487101234567895"},
            123456789,
            2,
            "369487101234567895 was issued before: a number is never used twice. Start behind it.",
        ),
        (
            set(),
            999_999_999,
            2,
            (
                "SSCCs wanted from serial reference 999999999: 2. Left behind company prefix 6948710 with "
                "extension "
                "digit 3: 1. Take another extension digit."
            ),
        ),
    ],
)
def test_an_sscc_is_never_used_twice(issued: set[str], first: int, amount: int, told: str) -> None:
    history = History(issued=issued)
    assert (
        refusal_of(
            lambda: list(
                sscc_series(history, prefix=CompanyPrefix("6948710"), extension=3, first=first, amount=amount)
            ),
            Refused,
        )
        == told
    )


@given(st.integers(0, 10**6), st.integers(1, 300), st.integers(0, 9))
def test_every_sscc_of_a_series_is_sound_and_there_once(first: int, amount: int, extension: int) -> None:
    made = list(
        sscc_series(
            History(), prefix=CompanyPrefix("69328336"), extension=extension, first=first, amount=amount
        )
    )
    assert len(set(made)) == amount
    assert all(Sscc.parse(sscc).extension == str(extension) for sscc in made)
