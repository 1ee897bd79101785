"""What can be done to a label design: pure functions, each of which returns a new one.

Elements are called by their names; a name that the design does not have raises ``KeyError`` (the caller
has it wrong, no person). Lengths are rounded to a ten-thousandth of a millimetre, so that a design moved
to and fro is the same again and its file stays readable.
"""

from desktop.labels.edits.arranging import (
    Order,
    Side,
    aligned,
    distributed,
    moved,
    raised,
    resized,
    turned,
)
from desktop.labels.edits.clipboard import copied, pasted
from desktop.labels.edits.frames import Frame, around
from desktop.labels.edits.groups import blocks, grouped, members, ungrouped
from desktop.labels.edits.layers import (
    layer_added,
    layer_changed,
    layer_moved,
    layer_removed,
    layer_renamed,
    to_layer,
)
from desktop.labels.edits.single import (
    added,
    duplicated,
    element,
    found,
    removed,
    renamed,
    replaced,
    with_attribute,
    with_guide,
    without_guide,
)

__all__ = [
    "Frame",
    "Order",
    "Side",
    "added",
    "aligned",
    "around",
    "blocks",
    "copied",
    "distributed",
    "duplicated",
    "element",
    "found",
    "grouped",
    "layer_added",
    "layer_changed",
    "layer_moved",
    "layer_removed",
    "layer_renamed",
    "members",
    "moved",
    "pasted",
    "raised",
    "removed",
    "renamed",
    "replaced",
    "resized",
    "to_layer",
    "turned",
    "ungrouped",
    "with_attribute",
    "with_guide",
    "without_guide",
]
