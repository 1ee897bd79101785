"""Layers: added, changed, moved, renamed and removed; elements put on them. "" is the ground layer."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from desktop.labels.document import LabelDesign, Layer
from desktop.labels.edits.single import free_name, selected, set_to, with_elements


def layer(design: LabelDesign, name: str) -> Layer:
    """Return the layer of that name."""
    for one in design.layers:
        if one.name == name:
            return one
    raise KeyError(name)


def layer_added(design: LabelDesign, new: Layer, index: int | None = None) -> LabelDesign:
    """Add a layer in front of the others, or behind as many as ``index`` says; a taken name gets a number.

    Raises:
        InputError: there are too many.
    """
    name = free_name(new.name, {one.name for one in design.layers})
    layers = list(design.layers)
    layers.insert(len(layers) if index is None else index, replace(new, name=name))
    return replace(design, layers=tuple(layers))


def layer_removed(design: LabelDesign, name: str, into: str = "") -> LabelDesign:
    """Take a layer out; its elements go to the layer ``into``."""
    layer(design, name)
    if into:
        layer(design, into)
    return replace(
        design,
        layers=tuple(one for one in design.layers if one.name != name),
        elements=tuple(replace(one, layer=into) if one.layer == name else one for one in design.elements),
    )


def layer_renamed(design: LabelDesign, old: str, new: str) -> LabelDesign:
    """Give a layer another name. InputError: it is no name, or taken."""
    made = replace(layer(design, old), name=new)
    return replace(
        design,
        layers=tuple(made if one.name == old else one for one in design.layers),
        elements=tuple(replace(one, layer=new) if one.layer == old else one for one in design.elements),
    )


def layer_moved(design: LabelDesign, name: str, index: int) -> LabelDesign:
    """Put a layer at another place among the layers; 0 is right above the ground layer."""
    one = layer(design, name)
    layers = [other for other in design.layers if other.name != name]
    layers.insert(max(index, 0), one)
    return replace(design, layers=tuple(layers))


def layer_changed(design: LabelDesign, name: str, /, **changes: object) -> LabelDesign:
    """Change ``shown``, ``printed`` or ``lock`` of a layer. KeyError: layers have no such attribute."""
    if not changes.keys() <= {"shown", "printed", "lock"}:
        raise KeyError(*sorted(changes))
    wanted: dict[str, Any] = changes
    made = replace(layer(design, name), **wanted)
    return replace(design, layers=tuple(made if one.name == name else one for one in design.layers))


def to_layer(design: LabelDesign, names: Collection[str], name: str) -> LabelDesign:
    """Put elements on a layer; "" is the ground layer."""
    if name:
        layer(design, name)
    return with_elements(design, {one.name: set_to(one, "layer", name) for one in selected(design, names)})
