"""A product as the plant's master data know it: one pack configuration with its pack levels."""

from dataclasses import dataclass

from desktop.codes.gtin import Gtin


@dataclass(frozen=True, slots=True)
class PackLevel:
    """One level of packing. Level 1 is the smallest sales pack."""

    level: int
    prefix: str
    """The first seven digits of every drug code of this product on this level."""
    children: int
    """Packs of the next lower level in one pack of this level; 1 on level 1."""
    gtin: Gtin | None = None


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
    shelf_life_months: int | None = None

    def level(self, number: int) -> PackLevel:
        """Return the pack level ``number``; KeyError if the product has none such."""
        for level in self.levels:
            if level.level == number:
                return level
        raise KeyError(number)
