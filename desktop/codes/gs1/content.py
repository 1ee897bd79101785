"""The content checks that the dictionary names: check digits, codes of lists, ranges, and their like.

Each looks at one component, whose characters and length are right already, and returns what is wrong.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, partial

import resources
from desktop.codes.characters import are_digits
from desktop.codes.gs1 import dates
from desktop.codes.gs1.faults import FaultCode, Problem, Severity
from desktop.codes.gtin import check_digit
from desktop.texts import Text, say

Check = Callable[[str], Problem | None]

CHECK_VALUES = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""Character set 82 in its order; the place of a character is its value (GS1 General Specifications,
"Check character calculation (for alphanumeric keys)")."""

CHECK_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Character set 32: what a pair of check characters is made of (ibid.)."""

COMPANY_PREFIX_DIGITS = 4
"""Digits that every GS1 company prefix has at least (dictionary, check gcppos1)."""


@cache
def checks() -> Mapping[str, Check]:
    """Return every content check under the dictionary's name."""
    return {
        "csum": _check_digit,
        "csumalpha": _check_pair,
        "gcppos1": partial(_company_prefix, at=0),
        "gcppos2": partial(_company_prefix, at=1),
        "yymmd0": partial(dates.short_date, day_may_be_00=True),
        "yymmdd": partial(dates.short_date, day_may_be_00=False),
        "yyyymmdd": dates.long_date,
        "hhmi": dates.hour_and_minute,
        "hh": dates.hour,
        "mi": dates.sixtieth,
        "ss": dates.sixtieth,
        "iso3166": partial(_country, also=""),
        "iso3166999": partial(_country, also="999"),
        "iso3166alpha2": _country_letters,
        "iso4217": _currency,
        "iso5218": partial(_one_of, allowed=("0", "1", "2", "9")),
        "packagetype": _package_type,
        "mediatype": _media_type,
        "yesno": partial(_one_of, allowed=("0", "1")),
        "winding": partial(_one_of, allowed=("0", "1", "9")),
        "hyphen": partial(_one_of, allowed=("-",)),
        "zero": partial(_one_of, allowed=("0",)),
        "nonzero": _not_zero,
        "nozeroprefix": _no_leading_zero,
        "hasnondigit": _not_digits_only,
        "pieceoftotal": _piece_of_total,
        "posinseqslash": _place_in_sequence,
        "pcenc": _percent_encoding,
        "latitude": partial(_at_most, limit=1_800_000_000),
        "longitude": partial(_at_most, limit=3_600_000_000),
        "importeridx": _importer_index,
        "iban": _iban,
        "base64": _padding,
        "couponcode": _coupon,
        "couponposoffer": _coupon,
    }


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(json.loads(resources.read_text("gs1/code_lists.json"))[name].split())


def _whole(value: str, text: Text) -> Problem:
    return Problem(FaultCode.CONTENT, text, 0, len(value))


def _check_digit(value: str) -> Problem | None:
    expected = str(check_digit(value[:-1]))
    if value[-1] == expected:
        return None
    last = len(value) - 1
    return Problem(
        FaultCode.CHECK_DIGIT,
        say("check digit is {found}, must be {expected}.", found=value[-1], expected=expected),
        last,
        last + 1,
        expected,
    )


def check_pair(body: str) -> str:
    """Compute the pair of check characters of a GMN (GS1 General Specifications, as above).

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    total = sum(
        CHECK_VALUES.index(character) * prime
        for character, prime in zip(reversed(body), _primes(len(body)), strict=True)
    )
    high, low = divmod(total % 1021, 32)
    return CHECK_CHARACTERS[high] + CHECK_CHARACTERS[low]


@cache
def _primes(count: int) -> tuple[int, ...]:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return tuple(found)


def _check_pair(value: str) -> Problem | None:
    if len(value) < 2:
        return _whole(value, say("too short for the two check characters at the end."))
    expected = check_pair(value[:-2])
    if value[-2:] == expected:
        return None
    return Problem(
        FaultCode.CHECK_CHARACTERS,
        say("check characters are {found}, must be {expected}.", found=value[-2:], expected=expected),
        len(value) - 2,
        len(value),
        expected,
    )


def _company_prefix(value: str, *, at: int) -> Problem | None:
    prefix = value[at : at + COMPANY_PREFIX_DIGITS]
    if len(prefix) == COMPANY_PREFIX_DIGITS and are_digits(prefix):
        return None
    return Problem(
        FaultCode.CONTENT,
        say("must start with a GS1 company prefix, which is at least 4 digits; found {found}.", found=prefix),
        at,
        at + len(prefix),
    )


def _country(value: str, *, also: str) -> Problem | None:
    if value in _list("iso3166") or value == also:
        return None
    return _whole(value, say("{found} is no country code of three digits (ISO 3166-1).", found=value))


def _country_letters(value: str) -> Problem | None:
    if value in _list("iso3166alpha2"):
        return None
    return _whole(value, say("{found} is no country code of two letters (ISO 3166-1).", found=value))


def _currency(value: str) -> Problem | None:
    if value in _list("iso4217"):
        return None
    return _whole(value, say("{found} is no currency code of three digits (ISO 4217).", found=value))


def _package_type(value: str) -> Problem | None:
    if value in _list("packagetype"):
        return None
    return _whole(value, say("{found} is no package type code (UN/ECE Recommendation 21, GS1).", found=value))


def _media_type(value: str) -> Problem | None:
    if "01" <= value <= "10" or "80" <= value <= "99":
        return None
    return _whole(value, say("media type {found} is not assigned; expected 01-10 or 80-99.", found=value))


def _one_of(value: str, *, allowed: tuple[str, ...]) -> Problem | None:
    if value in allowed:
        return None
    expected = ", ".join(allowed)
    return _whole(value, say("found {found}, expected one of: {expected}.", found=value, expected=expected))


def _not_zero(value: str) -> Problem | None:
    return None if value.strip("0") else _whole(value, say("must not be zero."))


def _no_leading_zero(value: str) -> Problem | None:
    if value[0] != "0":
        return None
    return Problem(FaultCode.CONTENT, say("must not start with 0."), 0, 1)


def _not_digits_only(value: str) -> Problem | None:
    return _whole(value, say("must hold a character that is no digit.")) if are_digits(value) else None


def _piece_of_total(value: str) -> Problem | None:
    half = len(value) // 2
    piece, total = value[:half], value[half:]
    if "00" < piece <= total:
        return None
    return _whole(value, say("piece {piece} of {total} does not exist.", piece=piece, total=total))


def _place_in_sequence(value: str) -> Problem | None:
    place, _, total = value.partition("/")
    whole = are_digits(place) and are_digits(total) and "0" not in {place[0], total[0]}
    if whole and int(place) <= int(total):
        return None
    return _whole(value, say("found {found}, expected a place in a sequence, such as 1/2.", found=value))


def _percent_encoding(value: str) -> Problem | None:
    at = value.find("%")
    while at >= 0:
        code = value[at + 1 : at + 3]
        if len(code) < 2 or any(sign not in "0123456789ABCDEFabcdef" for sign in code):
            return Problem(
                FaultCode.CONTENT,
                say("after % two hexadecimal digits must follow; found “{found}”.", found=code),
                at,
                at + 1 + len(code),
            )
        at = value.find("%", at + 3)
    return None


def _padding(value: str) -> Problem | None:
    body = value.rstrip("=")
    padding = len(value) - len(body)
    if "=" not in body and (not padding or (padding <= 2 and len(value) % 3 == 0)):
        return None
    return _whole(value, say("= stands at the end only, once or twice, to fill up to a multiple of 3."))


def _at_most(value: str, *, limit: int) -> Problem | None:
    if int(value) <= limit:
        return None
    return _whole(value, say("{found} is more than {limit}.", found=value, limit=limit))


def _importer_index(value: str) -> Problem | None:
    if value == "-" or value == "_" or value.isalnum():
        return None
    return _whole(
        value, say("{found} is no importer index; expected a letter, a digit, - or _.", found=value)
    )


def _iban(value: str) -> Problem | None:
    if len(value) <= 10 or not value.isalnum() or value != value.upper():
        return _whole(value, say("no IBAN: expected more than 10 capital letters and digits."))
    if value[:2] not in _list("iso3166alpha2"):
        text = say("no IBAN: {country} is no country code (ISO 3166-1).", country=value[:2])
        return Problem(FaultCode.CONTENT, text, 0, 2)
    if _mod_97(value[4:] + value[:4]) == 1:
        return None
    expected = f"{98 - _mod_97(value[4:] + value[:2] + '00'):02}"
    return Problem(
        FaultCode.CHECK_DIGIT,
        say("IBAN check digits are {found}, must be {expected}.", found=value[2:4], expected=expected),
        2,
        4,
        expected,
    )


def _mod_97(letters: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in letters)) % 97


def _coupon(value: str) -> Problem:
    if not are_digits(value):
        return _whole(value, say("a coupon code holds digits only."))
    return Problem(
        FaultCode.NOT_CHECKED,
        say("the structure of coupon codes of North America is not checked here."),
        0,
        len(value),
        severity=Severity.WARNING,
    )
