"""Groups: elements that are selected and moved as one. A group in a group is written ``outer/inner``."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from desktop.labels.document import LabelDesign
from desktop.labels.edits.single import free_name, selected, with_elements
from desktop.labels.elements import Element


def members(design: LabelDesign, group: str) -> tuple[str, ...]:
    """Return the names of the elements of a group and of the groups in it."""
    names = tuple(one.name for one in design.elements if _is_in(one, group))
    if not group or not names:
        raise KeyError(group)
    return names


def blocks(design: LabelDesign, names: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return what of a selection moves as one: each group that is selected as a whole, else each element.

    So a person who entered a group arranges its elements, and one who did not arranges the group.
    """
    return tuple(tuple(one.name for one in block) for _, block in _blocks(design, names))


def grouped(design: LabelDesign, names: Collection[str], group: str = "group") -> LabelDesign:
    """Make a group of elements and of groups that are selected as a whole.

    It lies in the group that all of them share; what was selected out of other groups leaves those.
    Fewer than two are no group, and the design stays.
    """
    found = _blocks(design, names)
    if len(found) < 2:
        return design
    parents = [_parent(path) if path else block[0].group for path, block in found]
    outer = _shared(parents)
    taken = {part for one in design.elements for part in one.group.split("/")}
    made = "/".join(filter(None, (outer, free_name(group, taken))))
    changed: dict[str, Element] = {}
    inner: set[str] = set()
    for path, block in found:
        own = free_name(path.rpartition("/")[2], inner) if path else ""
        inner.add(own)
        for one in block:
            rest = one.group[len(path) :] if path else ""
            below = f"{made}/{own}{rest}" if own else made
            changed[one.name] = replace(one, group=below)
    return with_elements(design, changed)


def ungrouped(design: LabelDesign, names: Collection[str]) -> LabelDesign:
    """Dissolve the outermost of the groups that are selected as a whole; groups in them stay."""
    changed: dict[str, Element] = {}
    for path, block in _blocks(design, names):
        if not path:
            continue
        parent = _parent(path)
        beside = {_step_below(parent, one.group) for one in design.elements} | {
            _step_below(parent, one.group) for one in changed.values()
        }
        own: dict[str, str] = {"": ""}
        for one in block:
            inner = one.group[len(path) + 1 :]
            first = inner.partition("/")[0]
            if first not in own:
                own[first] = free_name(first, beside)
                beside.add(own[first])
            group = "/".join(filter(None, (parent, own[first] + inner[len(first) :])))
            changed[one.name] = replace(one, group=group)
    return with_elements(design, changed)


def _step_below(parent: str, path: str) -> str:
    """Return the name of the group within ``parent`` on the way to ``path``; "" if it is not there."""
    if not parent:
        return path.partition("/")[0]
    return path[len(parent) + 1 :].partition("/")[0] if path.startswith(f"{parent}/") else ""


def _blocks(design: LabelDesign, names: Collection[str]) -> list[tuple[str, list[Element]]]:
    """Return group ("" for a single element) and elements of each block, in the order of the design."""
    chosen = selected(design, names)
    sizes = Counter(path for one in design.elements for path in _paths(one.group))
    taken = Counter(path for one in chosen for path in _paths(one.group))
    found: dict[str, list[Element]] = {}
    for one in chosen:
        whole = next((path for path in _paths(one.group) if sizes[path] == taken[path]), "")
        # A name has no slash at its end, so that no group can be taken for a single element.
        found.setdefault(whole or f"{one.name}/", []).append(one)
    return [("" if key.endswith("/") else key, block) for key, block in found.items()]


def _paths(group: str) -> Iterator[str]:
    """Yield the groups that an element of ``group`` is in, the outermost first."""
    parts = group.split("/") if group else []
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])


def _is_in(one: Element, group: str) -> bool:
    return one.group == group or one.group.startswith(f"{group}/")


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _shared(paths: list[str]) -> str:
    shared: list[str] = []
    for parts in zip(*(path.split("/") if path else [] for path in paths), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared)
