"""All that is asked about a product, its batches and its bills: one row a field.

Source of the list and of what is required: S001, section 2.2.2.2, column "production" (codes.md A6).
Fields that other documents ask for say so in their own row.
"""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """Whether a field must be filled in."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"
    """Required under the condition that ``Field.when`` names, else optional."""


class Holder(StrEnum):
    """What carries a field."""

    PRODUCT = "product"
    """``Product``: what the traceability platform knows of it too."""
    LEVEL = "level"
    """The pack levels."""
    DETAILS = "details"
    """``Details`` of a product version."""
    BATCH = "batch"
    BILL = "bill"
    """The bill with which goods leave or come back."""


class Kind(StrEnum):
    """What a value must look like."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    GTIN = "gtin"
    STANDARD_CODE = "standard_code"
    ORGANISATION = "organisation"
    CLASS = "class"
    ORIGIN = "origin"
    PRODUCT_CODE = "product_code"
    """Usually 7 digits."""
    TYPE_NO = "type_no"
    """Usually 10 digits: the product code and 3 more."""
    PREFIX = "prefix"
    RATIO = "ratio"
    SCHEMES = "schemes"
    """Names of code schemes with commas between them."""
    GRADE = "grade"
    """The least print grade that passes."""


class When(StrEnum):
    """When a conditional field is required."""

    GS1_OR_UDI = "gs1_or_udi"
    UDI = "udi"
    TRACE_2017 = "trace_2017"
    SEVERAL_UNITS = "several_units"
    SPECIAL_DRUG = "special_drug"
    RETURNED = "returned"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``when`` is set for conditional ones."""

    key: str
    group: str
    need: Need
    holder: Holder
    kind: Kind
    source: str
    when: When | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that can be chosen; empty where anything can be written."""
        return _CHOICES.get(self.kind, ())


STRICTER_GRADES: tuple[str, ...] = ("2.0", "2.5", "3.0", "3.5")
"""What a plant may ask of the print of a product: all above the 1.5 of the rules, so none is laxer."""
_CHOICES: dict[Kind, tuple[str, ...]] = {Kind.YES_NO: ("yes", "no"), Kind.GRADE: STRICTER_GRADES}
_S001 = "S001 2.2.2.2"
_S002 = "S002"
_S004 = "S004"
_UDID = "UDID data set"
_EXPORT = "labels for export"
_PLANT = "the plant's own rule"
_REQUIRED, _OPTIONAL, _CONDITIONAL = Need.REQUIRED, Need.OPTIONAL, Need.CONDITIONAL

FIELDS: tuple[Field, ...] = (
    Field("name", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("form", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("spec", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("package_spec", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("pack_unit", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("authorized_no", "product", _REQUIRED, Holder.PRODUCT, Kind.TEXT, _S001),
    Field("shelf_life_months", "product", _REQUIRED, Holder.PRODUCT, Kind.NUMBER, _S001),
    Field("english_name", "product", _OPTIONAL, Holder.DETAILS, Kind.TEXT, _EXPORT),
    Field("brand", "product", _OPTIONAL, Holder.DETAILS, Kind.TEXT, _S004),
    Field("special_drug", "product", _OPTIONAL, Holder.DETAILS, Kind.YES_NO, _S001),
    Field("case_capacity", "product", _OPTIONAL, Holder.DETAILS, Kind.NUMBER, _PLANT),
    Field("manufacturer", "company", _REQUIRED, Holder.DETAILS, Kind.TEXT, _S001),
    Field("licence_holder", "company", _OPTIONAL, Holder.DETAILS, Kind.TEXT, "NMPAB/T 1002"),
    Field("customer", "company", _OPTIONAL, Holder.DETAILS, Kind.TEXT, "S000"),
    Field("code", "codes", _REQUIRED, Holder.PRODUCT, Kind.PRODUCT_CODE, "products.xml"),
    Field("type_no", "codes", _REQUIRED, Holder.PRODUCT, Kind.TYPE_NO, "products.xml"),
    Field("schemes", "codes", _OPTIONAL, Holder.DETAILS, Kind.SCHEMES, "S000"),
    Field("gtin", "codes", _CONDITIONAL, Holder.LEVEL, Kind.GTIN, _S001, When.GS1_OR_UDI),
    Field("least_grade", "codes", _OPTIONAL, Holder.DETAILS, Kind.GRADE, _PLANT),
    Field("standard_code", "codes", _OPTIONAL, Holder.DETAILS, Kind.STANDARD_CODE, _S001),
    Field("national_number", "codes", _OPTIONAL, Holder.DETAILS, Kind.TEXT, _EXPORT),
    Field(
        "organisation_code", "codes", _CONDITIONAL, Holder.DETAILS, Kind.ORGANISATION, _S002, When.TRACE_2017
    ),
    Field("class_code", "codes", _CONDITIONAL, Holder.DETAILS, Kind.CLASS, _S002, When.TRACE_2017),
    Field("origin_code", "codes", _CONDITIONAL, Holder.DETAILS, Kind.ORIGIN, _S002, When.TRACE_2017),
    Field("udi_lot", "device", _CONDITIONAL, Holder.DETAILS, Kind.YES_NO, _UDID, When.UDI),
    Field("udi_serial", "device", _CONDITIONAL, Holder.DETAILS, Kind.YES_NO, _UDID, When.UDI),
    Field("udi_made", "device", _CONDITIONAL, Holder.DETAILS, Kind.YES_NO, _UDID, When.UDI),
    Field("udi_expiry", "device", _CONDITIONAL, Holder.DETAILS, Kind.YES_NO, _UDID, When.UDI),
    Field("kit", "device", _OPTIONAL, Holder.DETAILS, Kind.YES_NO, _UDID),
    Field("units_of_use", "device", _CONDITIONAL, Holder.DETAILS, Kind.NUMBER, _UDID, When.UDI),
    Field("unit_of_use_di", "device", _CONDITIONAL, Holder.DETAILS, Kind.GTIN, _UDID, When.SEVERAL_UNITS),
    Field("storage", "keeping", _OPTIONAL, Holder.DETAILS, Kind.TEXT, _S001),
    Field("outer_photo", "keeping", _OPTIONAL, Holder.DETAILS, Kind.TEXT, _S001),
    Field("lot", "batch", _REQUIRED, Holder.BATCH, Kind.TEXT, _S001),
    Field("made", "batch", _REQUIRED, Holder.BATCH, Kind.DATE, _S001),
    Field("expiry", "batch", _REQUIRED, Holder.BATCH, Kind.DATE, _S001),
    Field("quantity", "batch", _REQUIRED, Holder.BATCH, Kind.NUMBER, _S001),
    Field("quality_report", "batch", _OPTIONAL, Holder.BATCH, Kind.TEXT, _S001),
    Field("purchaser", "dispatch", _REQUIRED, Holder.BILL, Kind.TEXT, _S001),
    Field("dispatch_no", "dispatch", _REQUIRED, Holder.BILL, Kind.TEXT, _S001),
    Field("dispatch_type", "dispatch", _REQUIRED, Holder.BILL, Kind.TEXT, _S001),
    Field("dispatch_date", "dispatch", _REQUIRED, Holder.BILL, Kind.DATE, _S001),
    Field("selling_price", "dispatch", _OPTIONAL, Holder.BILL, Kind.TEXT, _S001),
    Field("destroy_reason", "dispatch", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.DESTROYED),
    Field("carrier", "dispatch", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.SPECIAL_DRUG),
    Field("transport_permit", "dispatch", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.SPECIAL_DRUG),
    Field("transport_time", "dispatch", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.SPECIAL_DRUG),
    Field("upstream_shipper", "return", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.RETURNED),
    Field("receipt_no", "return", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.RETURNED),
    Field("receipt_type", "return", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.RETURNED),
    Field("receipt_date", "return", _CONDITIONAL, Holder.BILL, Kind.DATE, _S001, When.RETURNED),
    Field("return_reason", "return", _CONDITIONAL, Holder.BILL, Kind.TEXT, _S001, When.RETURNED),
)
"""In the order in which a form shows them."""

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(row.group for row in FIELDS))
"""In the order in which a form shows them."""

DETAIL_FIELDS: tuple[Field, ...] = tuple(row for row in FIELDS if row.holder is Holder.DETAILS)


def field(key: str) -> Field:
    """Return the field ``key``; KeyError if there is none such."""
    for row in FIELDS:
        if row.key == key:
            return row
    raise KeyError(key)
