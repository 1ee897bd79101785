"""What a product's record in UDID says of its labels, held against what a label carries."""

from collections.abc import Collection

from desktop.codes.udi import NO, PI_PARTS, YES, production_faults
from desktop.products.details import Details
from desktop.products.field_titles import title
from desktop.products.fields import DETAIL_FIELDS
from desktop.products.schemes import CodeScheme
from desktop.texts import Text, say

_DETAIL_OF = {"10": "udi_lot", "21": "udi_serial", "11": "udi_made", "17": "udi_expiry"}
"""The field of the master data for each part of the production data, by its AI."""

_WORDS = {"yes": YES, "no": NO}


def label_faults(details: Details, carried: Collection[str]) -> tuple[Text, ...]:
    """Say what a label has against its product's UDID record (codes.md C45).

    Args:
        details: of the product. Of one that carries no UDI nothing is said.
        carried: the AIs (or MA letters) on the label, over all its symbols.
    """
    if CodeScheme.UDI not in details.schemes:
        return ()
    flags = {part.field: _WORDS.get(details.get(_DETAIL_OF[part.ai]), "") for part in PI_PARTS}
    unknown = [part for part in PI_PARTS if not flags[part.field]]
    if unknown:
        fields = {field.key: field for field in DETAIL_FIELDS}
        return tuple(
            say(
                "“{field}” is not filled in for this product, so nobody can say whether its labels agree "
                "with UDID. Fill it in under Products.",
                field=title(fields[_DETAIL_OF[part.ai]]),
            )
            for part in unknown
        )
    return production_faults(flags, carried)
