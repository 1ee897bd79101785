"""What a design must keep before a job is ordered with it: it can be filled, and it agrees with UDID."""

from collections.abc import Iterator

from desktop.codes.udi import Udi
from desktop.errors import InputError, Refused
from desktop.labels.document import LabelDesign, fields_of
from desktop.labels.element_data import parse_symbol_data
from desktop.labels.elements import CodeBlock, Element, SymbolElement
from desktop.labels.fields import OPTIONAL_FIELDS
from desktop.labels.findings import Finding, Severity
from desktop.labels.layout import Values
from desktop.operations.plant import Plant
from desktop.operations.product_rows import find_product
from desktop.products.details import Details
from desktop.products.job import VARYING_FIELDS
from desktop.products.udid import label_faults
from desktop.storage import product_versions
from desktop.texts import Text, say

CODE_FIELDS = frozenset({"code", "serial"})
"""The fields that carry a label's own code."""


def refuse_unfillable(design: LabelDesign, shared: Values) -> None:
    """Refuse a design with a field that a job does not fill, or has nothing to fill with (codes.md C73).

    Args:
        design: of the labels.
        shared: what all labels of the job share.

    Raises:
        Refused: each such field is named with its element.
    """
    faults = tuple(_unfillable(design, shared))
    if faults:
        raise Refused(
            say("A job cannot print the label “{name}”: nothing was ordered.", name=design.name), faults
        )


def refuse_without_code(design: LabelDesign) -> None:
    """Refuse a design on which no symbol carries the label's own code: nobody could confirm its printing.

    Raises:
        Refused: it is one.
    """
    if not any(
        fields_of(element) & CODE_FIELDS
        for element in printed_elements(design)
        if isinstance(element, SymbolElement | CodeBlock)
    ):
        raise Refused(
            say(
                "No symbol of the label “{name}” carries {code} or {serial}, so neither printer nor camera "
                "could tell its labels apart: nothing was ordered.",
                name=design.name,
                code="{code}",
                serial="{serial}",
            )
        )


def _unfillable(design: LabelDesign, shared: Values) -> Iterator[Text]:
    for element in printed_elements(design):
        for field in sorted(fields_of(element) - VARYING_FIELDS - OPTIONAL_FIELDS):
            if field not in shared:
                yield say(
                    "Element “{element}” shows {field}, which a job cannot fill. Take it off, or "
                    "choose another label.",
                    element=element.name,
                    field=f"{{{field}}}",
                )
            elif not shared[field]:
                yield say(
                    "Element “{element}” shows {field}, which is empty for this product and pack level. "
                    "Fill it in under Products, or take it off the label.",
                    element=element.name,
                    field=f"{{{field}}}",
                )


def refuse_against_udid(design: LabelDesign, details: Details, values: Values) -> None:
    """Refuse a design that carries other production data than UDID says of its product (codes.md C45).

    Raises:
        Refused: with each part that is missing or one too many.
    """
    faults = label_faults(details, carried(design, values))
    if faults:
        raise Refused(
            say(
                "The label “{name}” does not agree with the UDID record of the product: nothing was ordered.",
                name=design.name,
            ),
            faults,
        )


def udid_findings(design: LabelDesign, details: Details, values: Values) -> tuple[Finding, ...]:
    """Return a finding for each part of the production data in which a label and UDID differ."""
    parts = carried(design, values)
    return tuple(
        Finding(
            "udid-production-data",
            Severity.ERROR,
            "",
            " ".join(sorted(parts)),
            "",
            "",
            "UDID",
            fault,
            None,
        )
        for fault in label_faults(details, parts)
    )


def findings_against_udid(
    plant: Plant, design: LabelDesign, product: str, values: Values
) -> tuple[Finding, ...]:
    """Hold a label against the UDID record of a product, as it is today.

    Args:
        plant: where.
        design: of the label.
        product: GTIN, code prefix or type number.
        values: with which the symbols are filled.

    Raises:
        InputError: there is no such product.
    """
    return udid_findings(design, details_today(plant, product), values)


def details_today(plant: Plant, product: str) -> Details:
    """Return what the version of a product says that is in effect today, or the newest if none is yet.

    Args:
        plant: where.
        product: GTIN, code prefix or type number.

    Raises:
        InputError: there is no such product.
    """
    found = find_product(plant, product)
    with plant.store.read() as connection:
        today = product_versions.effective(connection, found.id, plant.clock.now().date())
        return (today or product_versions.newest(connection, found.id)).details


def carried(design: LabelDesign, values: Values) -> frozenset[str]:
    """Return the AIs (of an MA code the letters) that the printed symbols of a design carry together."""
    return frozenset(
        part
        for element in printed_elements(design)
        if isinstance(element, SymbolElement)
        for part in _parts(element, values)
    )


def _parts(element: SymbolElement, values: Values) -> tuple[str, ...]:
    data = parse_symbol_data(element.symbology, element.data)
    if data.ais:
        return data.ais
    try:
        return tuple(part for part, _ in Udi.parse(data.word(values)).production)
    except InputError:  # it is no UDI, or lacks a value, which is told elsewhere
        return ()


def printed_elements(design: LabelDesign) -> tuple[Element, ...]:
    """Return the elements on layers that are printed."""
    return tuple(
        element for element in design.elements if (layer := design.layer_of(element)) is None or layer.printed
    )
