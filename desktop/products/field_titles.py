"""What the fields of a product are called on screens, in files and in messages."""

from desktop.products.fields import Field, Need, When
from desktop.texts import Text, say


def title(row: Field | str) -> Text:
    """Return the name of a field, given as its row or its key; KeyError if there is none such."""
    key = row if isinstance(row, str) else row.key
    return {**_product_titles(), **_bill_titles()}[key]


def group_title(group: str) -> Text:
    """Return the heading of a group of fields."""
    return {
        "product": say("Product"),
        "company": say("Companies"),
        "codes": say("Codes"),
        "device": say("Medical device"),
        "keeping": say("Storage and pictures"),
        "batch": say("Batch"),
        "dispatch": say("Dispatch"),
        "return": say("Return"),
    }[group]


def need_title(need: Need) -> Text:
    """Return the word for how much a field is needed."""
    return {
        Need.REQUIRED: say("required"),
        Need.OPTIONAL: say("optional"),
        Need.CONDITIONAL: say("required in some cases"),
    }[need]


def condition(row: Field) -> Text | None:
    """Say when a conditional field is required; None for any other."""
    if row.when is None:
        return None
    return {
        When.GS1_OR_UDI: say("required where packs carry GS1 or UDI codes"),
        When.UDI: say("required for medical devices with UDI"),
        When.TRACE_2017: say("required for the trace code of the 2017 rule"),
        When.SEVERAL_UNITS: say("required where the smallest sales unit holds several units of use"),
        When.SPECIAL_DRUG: say("required for drugs under special control"),
        When.RETURNED: say("required for returned goods"),
        When.DESTROYED: say("required for goods sent to be destroyed"),
    }[row.when]


def choice_title(choice: str) -> Text:
    """Return the word for a value that is chosen."""
    return {
        "yes": say("yes"),
        "no": say("no"),
        "2.0": say("2.0 (a good C)"),
        "2.5": say("2.5 (B)"),
        "3.0": say("3.0 (a good B)"),
        "3.5": say("3.5 (A)"),
    }[choice]


def _product_titles() -> dict[str, Text]:
    return {
        "name": say("Generic name"),
        "form": say("Dosage form"),
        "spec": say("Preparation strength"),
        "package_spec": say("Pack specification"),
        "pack_unit": say("Pack unit"),
        "authorized_no": say("Approval number"),
        "shelf_life_months": say("Shelf life in months"),
        "english_name": say("Generic name in English"),
        "brand": say("Brand name"),
        "special_drug": say("Under special control"),
        "case_capacity": say("Packs that fit into the largest pack by size and weight"),
        "manufacturer": say("Manufacturer"),
        "licence_holder": say("Marketing authorisation holder"),
        "customer": say("Made for the customer"),
        "code": say("Product code"),
        "type_no": say("Type number"),
        "schemes": say("Code schemes"),
        "least_grade": say("Least print grade, if stricter than the rule"),
        "gtin": say("Product bar code (GTIN)"),
        "standard_code": say("National drug code"),
        "national_number": say("National healthcare reimbursement number (NHRN)"),
        "organisation_code": say("Unified social credit code"),
        "class_code": say("Product class (GB/T 7635.1)"),
        "origin_code": say("Place of origin (GB/T 2260)"),
        "udi_lot": say("UDI carries the lot"),
        "udi_serial": say("UDI carries the serial number"),
        "udi_made": say("UDI carries the production date"),
        "udi_expiry": say("UDI carries the expiry"),
        "kit": say("Kit"),
        "units_of_use": say("Units of use in the smallest sales unit"),
        "unit_of_use_di": say("Identifier of the unit of use"),
        "storage": say("Transport and storage"),
        "outer_photo": say("Picture of the outer pack"),
    }


def _bill_titles() -> dict[str, Text]:
    return {
        "lot": say("Lot number"),
        "made": say("Date of production"),
        "expiry": say("Use before"),
        "quantity": say("Quantity produced"),
        "quality_report": say("Quality test report"),
        "purchaser": say("Purchaser"),
        "dispatch_no": say("Dispatch note number"),
        "dispatch_type": say("Kind of dispatch"),
        "dispatch_date": say("Date of dispatch"),
        "selling_price": say("Selling price"),
        "destroy_reason": say("Reason for destruction"),
        "carrier": say("Carrier"),
        "transport_permit": say("Transport permit number"),
        "transport_time": say("Expected time of transport"),
        "upstream_shipper": say("Upstream shipper"),
        "receipt_no": say("Receipt note number"),
        "receipt_type": say("Kind of receipt"),
        "receipt_date": say("Date of receipt"),
        "return_reason": say("Reason for return"),
    }
