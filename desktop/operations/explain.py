"""What may this be? Every reading of a scanned, typed or pasted text, and what this plant knows of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from desktop.codes import gs1
from desktop.codes.characters import are_digits
from desktop.codes.drug_code import LENGTH, PREFIX_LENGTH
from desktop.codes.gs1.reading import Form
from desktop.codes.gs1.table import GS
from desktop.codes.gtin import Gtin
from desktop.codes.readers import Reading, Scheme
from desktop.codes.recognise import Recognition, recognise
from desktop.errors import InputError
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.storage import codes, products
from desktop.storage.codes import StoredCode
from desktop.storage.products import PrefixOwner, StoredProduct

_GTINS = frozenset({Scheme.GTIN_8, Scheme.GTIN_12, Scheme.GTIN_13, Scheme.GTIN_14})
_GTIN_PARTS = frozenset({"01", "02", "di", "gtin"})
_SERIAL_PARTS = frozenset({"21"})
"""The 20-digit code may stand as serial number in an element string (S001)."""
_LONGEST = 2_000
"""No carrier on a pack holds more characters."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What the plant knows of one number in the text.

    Attributes:
        value: the number, a drug code or a GTIN.
        product_id, product, level: whose it is.
        state: where the code is in its life; None for a GTIN, and for a drug code whose prefix is known
            but that no imported file held.
        job_id: the job that took the code, if one did.
        is_code: whether it is a drug code, that the pool must know.
    """

    value: str
    product_id: int
    product: str
    level: int
    state: CodeState | None
    job_id: int | None
    is_code: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked, every reading of it, and what the plant knows of the numbers in it.

    Attributes:
        elements: the text taken apart as an element string, where it is meant as one and something about
            it is wrong or has to be looked at; else None.
    """

    text: str
    recognition: Recognition
    memberships: tuple[Membership, ...]
    elements: gs1.Explanation | None


def explain(plant: Plant, text: str) -> Explanation:
    """Explain ``text``, as it came with all control characters. Nothing about it is wrong input.

    Beyond 2 000 characters only the beginning is read.
    """
    asked = text[:_LONGEST]
    with plant.store.read() as connection:
        plants = _Plants(
            partial(codes.by_value, connection),
            partial(products.level_of_prefix, connection),
            partial(products.find, connection),
            lambda product_id: products.get(connection, product_id),
        )
        found = recognise(asked, plants.name_of_prefix)
        known = tuple(plants.memberships((*found.readings, *found.when_mended)))
    return Explanation(asked, found, known, _faulty_elements(asked))


def _faulty_elements(text: str) -> gs1.Explanation | None:
    try:
        explained = gs1.explain(text)
    except InputError:
        return None
    # Any digits may begin like an element string; what says so itself is meant as one.
    meant = explained.form is not Form.RAW or GS in text or explained.symbology is not None
    return explained if meant and explained.faults and explained.elements else None


@dataclass(frozen=True, slots=True)
class _Plants:
    """What the plant's records answer, all in one snapshot."""

    code: Callable[[str], StoredCode | None]
    owner: Callable[[str], PrefixOwner | None]
    find: Callable[[str], tuple[StoredProduct, ...]]
    product: Callable[[int], StoredProduct]

    def name_of_prefix(self, prefix: str) -> str | None:
        """Return the product of a drug code's first seven digits."""
        owner = self.owner(prefix)
        return None if owner is None else _name(self.product(owner.product_id))

    def memberships(self, readings: Iterable[Reading]) -> Iterator[Membership]:
        """Say of each number in the readings, once, what is known of it."""
        for value in dict.fromkeys(_numbers(readings)):
            found = self._of_code(value) if len(value) == LENGTH else self._of_gtin(value)
            if found is not None:
                yield found

    def _of_code(self, value: str) -> Membership | None:
        stored = self.code(value)
        if stored is not None:
            name = _name(self.product(stored.product_id))
            return Membership(value, stored.product_id, name, stored.level, stored.state, stored.job_id, True)
        owner = self.owner(value[:PREFIX_LENGTH])
        if owner is None:
            return None
        name = _name(self.product(owner.product_id))
        return Membership(value, owner.product_id, name, owner.level, None, None, True)

    def _of_gtin(self, value: str) -> Membership | None:
        try:
            gtin = Gtin.parse(value)
        except InputError:
            return None  # fourteen digits that are no GTIN: the readings have said so
        for row in self.find(gtin.value):
            for level in row.product.levels:
                if level.gtin is not None and level.gtin.as_14 == gtin.as_14:
                    return Membership(value, row.id, _name(row), level.level, None, None, False)
        return None


def _name(row: StoredProduct) -> str:
    return f"{row.product.name} {row.product.spec}".strip()


def _numbers(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the drug codes and GTINs in the readings, GTINs in 14 digits."""
    for reading in readings:
        if reading.scheme is Scheme.DRUG_CODE:
            yield reading.value
        elif reading.scheme in _GTINS:
            yield reading.value.zfill(14)
        else:
            yield from _numbers_in_parts(reading)


def _numbers_in_parts(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        value = str(part.value)
        if part.key in _GTIN_PARTS and are_digits(value):
            yield value.zfill(14)
        elif part.key in _SERIAL_PARTS and len(value) == LENGTH:
            yield value
