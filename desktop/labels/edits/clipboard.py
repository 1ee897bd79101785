"""Elements on their way from one design to another, as JSON text: a design that holds only them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from desktop.labels.codec import dump, load
from desktop.labels.document import LabelDesign, Lock, fields_of
from desktop.labels.edits.frames import place
from desktop.labels.edits.single import added, selected, shifted, with_own_groups
from desktop.labels.elements import Element


def copied(design: LabelDesign, names: Collection[str]) -> str:
    """Write elements with what they need of their design: layers, own fields, sample values."""
    chosen = selected(design, names)
    used = frozenset[str]().union(*(fields_of(one) for one in chosen))
    layers = {one.layer for one in chosen}
    return dump(
        replace(
            design,
            elements=chosen,
            sample=tuple((field, text) for field, text in design.sample if field in used),
            layers=tuple(layer for layer in design.layers if layer.name in layers),
            guides=(),
            own_fields=tuple(field for field in design.own_fields if field.name in used),
        )
    )


def pasted(
    design: LabelDesign, text: str, at: tuple[float, float] | None = None
) -> tuple[LabelDesign, tuple[str, ...]]:
    """Add elements that ``copied`` wrote, also from another design; a whole design file is taken too.

    Own fields that this design does not have come along, with their sample values. Elements of a layer
    that it does not have, or that is locked here, are put on the ground layer.

    Args:
        design: the design that takes them.
        text: what the clipboard holds; hostile until it was read.
        at: x and y in millimetres of their upper left corner; None for where they were.

    Returns:
        The design, and the names of the new elements.

    Raises:
        InputError: the text holds no elements, or they are too many.
    """
    source = load(text)
    open_layers = {layer.name for layer in design.layers if layer.lock is Lock.NONE}
    elements = [
        one if one.layer in open_layers else replace(one, layer="") for one in _put(source.elements, at)
    ]
    missing = tuple(
        field
        for field in source.own_fields
        if field.name in source.used_fields and field.name not in design.field_names
    )
    known = {field for field, _ in design.sample}
    sample = tuple(
        (field, value) for field, value in source.sample if field in source.used_fields and field not in known
    )
    wider = replace(
        design,
        own_fields=(*design.own_fields, *missing),
        sample=(*design.sample, *sample),
    )
    return added(wider, with_own_groups(design, elements))


def _put(elements: tuple[Element, ...], at: tuple[float, float] | None) -> Iterator[Element]:
    if at is None or not elements:
        yield from elements
        return
    left = min(one.x_mm for one in elements)
    top = min(one.y_mm for one in elements)
    for one in elements:
        yield shifted(one, place(at[0]) - left, place(at[1]) - top)
