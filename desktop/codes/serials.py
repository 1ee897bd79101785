"""Makes serial numbers that no pack of the plant ever had: in sequence, by chance, or as SSCC.

How many may be made by chance depends on the space: the EU's rule (Delegated Regulation 2016/161,
article 4) wants a guess to hit with a probability below 1 in 10 000, so at most a ten-thousandth of all
possible serial numbers may ever be issued.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.codes.characters import CSET_82, first_foreign, name_of
from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.sscc import Sscc, serial_space
from desktop.errors import InputError, Refused
from desktop.texts import Text, say

MAX_LENGTH = 20
"""Characters of AI (21) (GS1 General Specifications)."""

MIN_ALPHABET = 10
"""Fewest characters an alphabet for random serials may have: the ten digits."""

DIGITS_10 = "0123456789"

UNAMBIGUOUS_30 = "23456789ABCDEFGHJKLMNPQRTUVWXY"
"""Without what is mistaken for another when read or typed: 0 and O, 1 and I, 2's twin Z, 5's twin S, and
no small letters."""

BATCH = 10_000
"""Serials that are made and asked about at once."""

_SLOTS_EACH = 64
"""Places of the memory of one run for each serial of it: a candidate is thrown away for nothing in at most
one of so many cases."""


_DRAWN_ONE_IN = 2
"""Where no market says more, half of the space may be drawn by chance: beyond that new ones are hard to
find."""


class SerialHistory(Protocol):
    """Every serial the plant ever issued for the item at hand, whoever issued it."""

    def known(self, values: Collection[str]) -> set[str]:
        """Return those of ``values`` that were issued before."""
        ...

    def count(self) -> int:
        """Return how many were issued so far."""
        ...


@dataclass(frozen=True, slots=True)
class SerialRule:
    """What a market demands of serial numbers.

    Attributes:
        shortest: fewest characters.
        longest: most characters, at most 20.
        alphabet: the characters that may stand in one.
        sequential: whether they may follow each other.
        guess_one_in: a guess may hit at most once in so many tries; None if the market does not say.
        source: where that is written.
    """

    shortest: int
    longest: int
    alphabet: frozenset[str]
    sequential: bool
    guess_one_in: int | None
    source: str

    def fault(self, serial: str) -> Text | None:
        """Say what is wrong with ``serial``, or None if it may be used."""
        index = first_foreign(serial, self.alphabet)
        if index is not None:
            return say(
                "Serial number {serial}: character {position} is {character}, which it must not hold.",
                serial=serial,
                position=index + 1,
                character=name_of(serial[index]),
            )
        if not self.shortest <= len(serial) <= self.longest:
            return say(
                "Serial number {serial}: {found} characters, expected {least} to {most}.",
                serial=serial,
                found=len(serial),
                least=self.shortest,
                most=self.longest,
            )
        return None


def capacity(characters: int, length: int, guess_one_in: int = 1) -> int:
    """Return how many serials of ``length`` may be issued from an alphabet of ``characters``.

    >>> capacity(10, 12, 10_000), capacity(30, 8, 10_000)
    (100000000, 65610000)
    """
    return int(characters**length) // guess_one_in


def random_serials(
    rule: SerialRule, history: SerialHistory, *, amount: int, length: int, alphabet: str = UNAMBIGUOUS_30
) -> Iterator[str]:
    """Make ``amount`` serials by chance, one after the other; memory stays small for millions.

    The rule is checked at once, before the first one is made. What is yielded is new to ``history`` and
    to this run; store it together with what it is used for.

    Raises:
        Refused: so many would be too easy to guess, or there are not so many.
        InputError: the alphabet or the length is not allowed.
    """
    _check_request(rule, amount, length, alphabet)
    issued = history.count()
    if issued + amount > _may_be_issued(rule, len(alphabet), length):
        raise Refused(_too_many(rule, amount, issued, len(alphabet), length))
    return _chosen(history, amount, length, alphabet)


def sequential_serials(
    rule: SerialRule, history: SerialHistory, *, amount: int, first: int, length: int, front: str = ""
) -> Iterator[str]:
    """Count ``amount`` serials up from ``first``, as digits with zeros in front, ``front`` before them.

    What the history knows already is refused and not skipped: in a sequence a gap means a lost pack.

    Args:
        rule: the market's rule.
        history: what was issued before.
        amount: how many, 1 or more.
        first: the number of the first one, 0 or more.
        length: characters of one serial, ``front`` included.
        front: characters that stand before the digits of each.

    Raises:
        Refused: the market forbids sequences, the digits do not suffice, or (while it runs) a serial was
            issued before.
        InputError: ``front`` or the length is not allowed.
    """
    if not rule.sequential:
        raise Refused(
            say(
                "Serial numbers of this market must be random: a sequence can be guessed ({source}).",
                source=rule.source,
            )
        )
    _check_amount(amount)
    digits = length - len(front)
    last = first + amount - 1
    if digits < 1 or first < 0 or last >= 10**digits:
        raise Refused(
            say(
                "Serial numbers {first} to {last} need more than the {digits} digits behind “{front}”.",
                first=first,
                last=last,
                digits=max(digits, 0),
                front=front,
            )
        )
    fault = rule.fault(f"{front}{first:0{digits}}")
    if fault is not None:
        raise InputError(fault)
    return _unused((f"{front}{number:0{digits}}" for number in range(first, last + 1)), history)


def sscc_series(
    history: SerialHistory, *, prefix: CompanyPrefix, extension: int, first: int, amount: int
) -> Iterator[str]:
    """Count ``amount`` SSCCs up from the serial reference ``first``.

    Raises:
        Refused: the serial references behind this prefix do not suffice, or (while it runs) an SSCC was
            used before.
        InputError: the extension is no digit.
    """
    _check_amount(amount)
    Sscc.build(extension, prefix, first)
    if first + amount > serial_space(prefix):
        raise Refused(
            say(
                "SSCCs wanted from serial reference {first}: {amount}. Left behind company prefix {prefix} "
                "with extension "
                "digit {extension}: {left}. Take another extension digit.",
                amount=amount,
                first=first,
                prefix=prefix.value,
                extension=extension,
                left=serial_space(prefix) - first,
            )
        )
    return _unused(
        (Sscc.build(extension, prefix, number).value for number in range(first, first + amount)), history
    )


def _check_request(rule: SerialRule, amount: int, length: int, alphabet: str) -> None:
    _check_amount(amount)
    if len(set(alphabet)) != len(alphabet):
        raise InputError(say("The alphabet {alphabet} holds a character twice.", alphabet=alphabet))
    if len(alphabet) < MIN_ALPHABET:
        raise InputError(
            say(
                "The alphabet {alphabet} has {found} characters, expected {least} or more.",
                alphabet=alphabet,
                found=len(alphabet),
                least=MIN_ALPHABET,
            )
        )
    fault = rule.fault(alphabet[0] * length) or _alphabet_fault(rule, alphabet)
    if fault is not None:
        raise InputError(fault)


def _alphabet_fault(rule: SerialRule, alphabet: str) -> Text | None:
    index = first_foreign(alphabet, rule.alphabet & CSET_82)
    if index is None:
        return None
    return say(
        "The alphabet {alphabet} holds {character}, which a serial number must not hold.",
        alphabet=alphabet,
        character=name_of(alphabet[index]),
    )


def _check_amount(amount: int) -> None:
    if amount < 1:
        raise InputError(say("Serial numbers wanted: {amount}, expected 1 or more.", amount=amount))


def _may_be_issued(rule: SerialRule, characters: int, length: int) -> int:
    return capacity(characters, length, rule.guess_one_in or _DRAWN_ONE_IN)


def _too_many(rule: SerialRule, amount: int, issued: int, characters: int, length: int) -> Text:
    most = _may_be_issued(rule, characters, length)
    needed = length
    while needed < rule.longest and _may_be_issued(rule, characters, needed) < issued + amount:
        needed += 1
    if rule.guess_one_in is None:
        return say(
            "Serial numbers wanted: {amount}, issued so far: {issued}. Of {characters} characters in "
            "{length} "
            "places at most {most} can be drawn by chance. Take {needed} places.",
            amount=amount,
            issued=issued,
            characters=characters,
            length=length,
            most=most,
            needed=needed,
        )
    return say(
        "Serial numbers wanted: {amount}, issued so far: {issued}. Of {characters} characters in {length} "
        "places at most {most} may be issued, or they are too easy to guess ({source}). Take {needed} "
        "places.",
        amount=amount,
        issued=issued,
        characters=characters,
        length=length,
        most=most,
        source=rule.source,
        needed=needed,
    )


def _chosen(history: SerialHistory, amount: int, length: int, alphabet: str) -> Iterator[str]:
    # One bit for each place a serial can be put by its hash. A candidate whose place is taken may be a
    # repeat and is thrown away: that costs nothing and needs a small part of what a set would.
    slots = amount * _SLOTS_EACH
    taken = bytearray(slots // 8 + 1)
    left = amount
    while left:
        candidates: list[str] = []
        for serial in _by_chance(alphabet, length, min(left, BATCH)):
            byte, bit = divmod(hash(serial) % slots, 8)
            if not taken[byte] >> bit & 1:
                taken[byte] |= 1 << bit
                candidates.append(serial)
        old = history.known(candidates)
        fresh = [serial for serial in candidates if serial not in old]
        left -= len(fresh)
        yield from fresh


def _by_chance(alphabet: str, length: int, count: int) -> list[str]:
    # A random byte stands for a character if the alphabet's share of 256 is whole; the rest is thrown away,
    # or the first characters of the alphabet would come more often.
    share = 256 - 256 % len(alphabet)
    table = bytes(ord(alphabet[value % len(alphabet)]) for value in range(256))
    unfair = bytes(range(share, 256))
    wanted = length * count
    drawn = ""
    while len(drawn) < wanted:
        drawn += secrets.token_bytes(wanted).translate(table, unfair).decode("ascii")
    return [drawn[start : start + length] for start in range(0, wanted, length)]


def _unused(serials: Iterable[str], history: SerialHistory) -> Iterator[str]:
    for batch in _batches(serials):
        old = history.known(batch)
        if old:
            first = next(serial for serial in batch if serial in old)
            raise Refused(
                say(
                    "{serial} was issued before: a number is never used twice. Start behind it.", serial=first
                )
            )
        yield from batch


def _batches(serials: Iterable[str]) -> Iterator[Sequence[str]]:
    batch: list[str] = []
    for serial in serials:
        batch.append(serial)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
