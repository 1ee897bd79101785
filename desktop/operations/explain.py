"""What may this be? Every reading of a scanned, typed or pasted text, and what this plant knows of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
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
from desktop.codes.udi import Udi
from desktop.errors import InputError
from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeState
from desktop.products.details import NO_DETAILS, Details
from desktop.products.schemes import CodeScheme
from desktop.products.udid import label_faults
from desktop.storage import codes, product_versions, products
from desktop.storage.codes import StoredCode
from desktop.storage.products import PrefixOwner, StoredProduct
from desktop.texts import Text

_GTINS = frozenset({Scheme.GTIN_8, Scheme.GTIN_12, Scheme.GTIN_13, Scheme.GTIN_14})
_GTIN_PARTS = frozenset({"01", "02", "di", "gtin"})
_SERIAL_PARTS = frozenset({"21"})
"""The 20-digit code may stand as serial number in an element string (S001)."""
_GTIN_LENGTH = 14
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
class UdidVerdict:
    """The production data in a device's code, held against the product's record in UDID.

    Attributes:
        product: whose device identifier the text holds.
        faults: what is missing or too much; nothing if they agree.
    """

    product: str
    faults: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked, every reading of it, and what the plant knows of the numbers in it.

    Attributes:
        elements: the text taken apart as an element string, where it is meant as one and something about
            it is wrong or has to be looked at; else None.
        against_udid: for each device of this plant in the text, what its record in UDID says.
    """

    text: str
    recognition: Recognition
    memberships: tuple[Membership, ...]
    elements: gs1.Explanation | None
    against_udid: tuple[UdidVerdict, ...] = ()


def explain(plant: Plant, text: str, beside: Sequence[str] = ()) -> Explanation:
    """Explain ``text``, as it came with all control characters. Nothing about it is wrong input.

    Beyond 2 000 characters only the beginning is read.

    Args:
        plant: whose codes and products are asked.
        text: what was scanned, typed or pasted.
        beside: what the other symbols on the same label hold: a UDI may be spread over several.
    """
    asked = text[:_LONGEST]
    with plant.store.read() as connection:
        plants = _Plants(
            partial(codes.by_value, connection),
            partial(products.level_of_prefix, connection),
            partial(products.find, connection),
            lambda product_id: products.get(connection, product_id),
            lambda product_id: product_versions.newest(connection, product_id).details,
        )
        found = recognise(asked, plants.name_of_prefix)
        known = tuple(plants.memberships((*found.readings, *found.when_mended)))
        verdicts = tuple(plants.against_udid(found.readings, _carried((asked, *beside))))
    return Explanation(asked, found, known, _faulty_elements(asked), verdicts)


def _carried(texts: Iterable[str]) -> frozenset[str]:
    """Return the AIs and MA letters in the codes of one label."""
    carried: set[str] = set()
    for text in texts:
        with suppress(InputError):  # a symbol that is no UDI carries none of its data
            carried.update(key for key, _ in Udi.parse(text).production)
        with suppress(InputError):
            carried.update(element.ai for element in gs1.explain(text[:_LONGEST]).elements)
    return frozenset(carried)


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
    details: Callable[[int], Details]

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

    def against_udid(self, readings: Iterable[Reading], carried: Collection[str]) -> Iterator[UdidVerdict]:
        """Judge the production data, if the text holds the device identifier of a product with UDI."""
        for value in dict.fromkeys(_device_identifiers(readings)):
            known = self._of_gtin(value)
            details = NO_DETAILS if known is None else self.details(known.product_id)
            if known is not None and CodeScheme.UDI in details.schemes:
                yield UdidVerdict(known.product, label_faults(details, carried))

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


def _device_identifiers(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        if reading.scheme in {Scheme.UDI, Scheme.GS1, Scheme.DIGITAL_LINK}:
            yield from (value for value in _numbers_in_parts(reading) if len(value) == _GTIN_LENGTH)


def _numbers_in_parts(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        value = str(part.value)
        if part.key in _GTIN_PARTS and are_digits(value):
            yield value.zfill(14)
        elif part.key in _SERIAL_PARTS and len(value) == LENGTH:
            yield value
