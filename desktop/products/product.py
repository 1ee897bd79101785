"""What is packed: a product with its pack levels."""

from dataclasses import dataclass
from itertools import pairwise

from desktop.codes.characters import are_digits
from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.texts import Text, say

MIN_LEVELS = 2
MAX_LEVELS = 5
"""Pack levels of a product: unit and case at least, and what source documents S001 and S003 call
"and so on" beyond the third."""

MAX_CHILDREN = 12_500
"""Most packs in one pack of the next level. No standard's number: the highest that another maker of
relation files accepts; what is beyond it is a typing error."""

MAX_SHELF_LIFE_MONTHS = 120
"""Ten years. No standard's number: what is longer is a typing error."""


SPECIMEN = "SPECIMEN"
"""Stands in the approval number of what is no merchandise: samples, proofs, trainings."""


@dataclass(frozen=True, slots=True)
class PackLevel:
    """One level of packing. Level 1 is the smallest sales pack."""

    level: int
    prefix: str
    """The first seven digits of every drug code of this product on this level; empty: it has none."""
    children: int
    """Packs of the next lower level in one pack of this level; 1 on level 1."""
    gtin: Gtin | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault is not None:
            raise InputError(fault)

    @property
    def coded(self) -> bool:
        """Tell whether packs of this level carry a number at all.

        Where a pack is too small for a code, the next larger one carries it (source S002).
        """
        return bool(self.prefix) or self.gtin is not None

    def _fault(self) -> Text | None:
        if not 1 <= self.level <= MAX_LEVELS:
            return say(
                "Pack level {found}: expected 1 (smallest pack) to {most}.", found=self.level, most=MAX_LEVELS
            )
        if self.prefix and (len(self.prefix) != PREFIX_LENGTH or not are_digits(self.prefix)):
            return say(
                "Pack level {level}: code prefix '{found}', expected {expected} digits.",
                level=self.level,
                found=self.prefix,
                expected=PREFIX_LENGTH,
            )
        if self.level == 1 and self.children != 1:
            return say(
                "Pack level 1 is the smallest pack and holds itself: expected 1, found {found}.",
                found=self.children,
            )
        if not 1 <= self.children <= MAX_CHILDREN:
            return say(
                "Pack level {level}: {found} packs in one pack, expected 1 to {most}.",
                level=self.level,
                found=self.children,
                most=MAX_CHILDREN,
            )
        return None if self.gtin is None else self.gtin.restriction


@dataclass(frozen=True, slots=True)
class Product:
    """One product in one pack configuration (``subType`` of the platform's products.xml).

    Sources: products.xml of the platform (four independent readers of it agree on the attributes).
    """

    code: str
    """productCode of the platform, usually 7 digits."""
    type_no: str
    """typeNo of the platform, usually product code + 3 digits. Unique in the plant."""
    name: str
    authorized_no: str
    """Approval number, such as 国药准字Z44023408."""
    form: str
    """Dosage form."""
    spec: str
    """Strength."""
    package_spec: str
    pack_unit: str
    levels: tuple[PackLevel, ...]
    """Two to five, level 1 first, none left out; prefixes and GTINs differ."""
    shelf_life_months: int | None = None
    """1 to 120, or None if it is not known yet."""

    def __post_init__(self) -> None:
        fault = self._fault_of_fields() or self._fault_of_levels() or self._fault_of_keys()
        if fault is not None:
            raise InputError(fault)

    @property
    def specimen(self) -> bool:
        """Tell whether this is no merchandise: it is marked so where an approval number would stand."""
        return SPECIMEN in self.authorized_no

    def level(self, number: int) -> PackLevel:
        """Return the pack level ``number``; KeyError if the product has none such."""
        for level in self.levels:
            if level.level == number:
                return level
        raise KeyError(number)

    def _fault_of_fields(self) -> Text | None:
        for value, field in (
            (self.code, say("product code")),
            (self.type_no, say("type number")),
            (self.name, say("product name")),
        ):
            if not value.strip():
                return say(
                    "Product {name}: the {field} is missing.", name=self.name or self.type_no, field=field
                )
        described = (self.authorized_no, self.form, self.spec, self.package_spec, self.pack_unit)
        for value in (self.code, self.type_no, self.name, *described):
            if not value.isprintable():
                return say(
                    "Product {name}: {value} holds a line break or a control character.",
                    name=self.type_no,
                    value=ascii(value),
                )
        months = self.shelf_life_months
        return None if months is None else fault_of_shelf_life(months)

    def _fault_of_levels(self) -> Text | None:
        numbers = [level.level for level in self.levels]
        if numbers != list(range(1, len(numbers) + 1)) or not MIN_LEVELS <= len(numbers) <= MAX_LEVELS:
            return say(
                "Product {name}: pack levels {found}, expected {least} to {most} of them, "
                "from 1 upwards without a gap.",
                name=self.name,
                found=", ".join(map(str, numbers)) or "-",
                least=MIN_LEVELS,
                most=MAX_LEVELS,
            )
        if not any(level.coded for level in self.levels):
            return say(
                "Product {name}: no pack level has a code prefix or a GTIN; at least one must be coded.",
                name=self.name,
            )
        return None

    def _fault_of_keys(self) -> Text | None:
        prefixed = sorted((level for level in self.levels if level.prefix), key=lambda level: level.prefix)
        for lower, upper in pairwise(prefixed):
            if lower.prefix == upper.prefix:
                return say(
                    "Product {name}: pack levels {lower} and {upper} have the same code prefix {prefix}; "
                    "each level needs its own.",
                    name=self.name,
                    lower=lower.level,
                    upper=upper.level,
                    prefix=lower.prefix,
                )
        coded = [(level.gtin.as_14, level.level) for level in self.levels if level.gtin is not None]
        for (lower_gtin, lower_level), (upper_gtin, upper_level) in pairwise(sorted(coded)):
            if lower_gtin == upper_gtin:
                return say(
                    "Product {name}: pack levels {lower} and {upper} have the same GTIN {gtin}; "
                    "each level needs its own.",
                    name=self.name,
                    lower=lower_level,
                    upper=upper_level,
                    gtin=lower_gtin,
                )
        return None


def fault_of_shelf_life(months: int) -> Text | None:
    """Say what is wrong with a shelf life of ``months``, or None if nothing is."""
    if 1 <= months <= MAX_SHELF_LIFE_MONTHS:
        return None
    return say(
        "Shelf life of {found} months: expected 1 to {most} months.",
        found=months,
        most=MAX_SHELF_LIFE_MONTHS,
    )
