"""The lines of a pack's tree: the way down to it, what lies beside it and in it, the rest folded.

Pure values: which lines there are is decided here, how they look in ``ui.trace.tree_view``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.operations.trace import PackPlace, TreePack

FOLD_PAGE = 20
"""Packs that come out of a fold at a time."""
INSIDE = 10
"""Packs in the traced one that are shown unasked."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack.

    Attributes:
        depth: how many packs it lies in.
        own: the traced pack itself.
        on_way: the traced pack lies in it.
        lines: at which depths the line of the tree goes on below this row.
    """

    depth: int
    pack: TreePack
    own: bool = False
    on_way: bool = False
    lines: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldRow:
    """Packs that are not shown.

    Attributes:
        depth: as of ``PackRow``.
        parent: code of the pack that they lie in.
        after: place of the last shown pack before them, 0 if there is none.
        until: place of the first shown pack behind them, or None.
        count: how many, at least 1.
        lines: as of ``PackRow``.
    """

    depth: int
    parent: str
    after: int
    until: int | None
    count: int
    lines: tuple[bool, ...] = ()


Row = PackRow | FoldRow


def rows_of(place: PackPlace) -> tuple[Row, ...]:
    """Return the lines of the tree around a pack."""
    return _lined(tuple(_branch(place, (*place.path, place.pack), 0)))


def unfolded(rows: Sequence[Row], fold: FoldRow, packs: Sequence[TreePack]) -> tuple[Row, ...]:
    """Return the lines after some packs came out of a fold: the first of those that it holds."""
    at = rows.index(fold)
    out = [one for one in packs if fold.until is None or (one.place or 0) < fold.until]
    left = fold.count - len(out)
    new: list[Row] = [PackRow(fold.depth, one) for one in out]
    if out and left > 0:
        new.append(replace(fold, after=out[-1].place or 0, count=left))
    return _lined((*rows[:at], *new, *rows[at + 1 :]))


def parent_row(rows: Sequence[Row], at: int) -> int:
    """Return the line of the pack in which that of line ``at`` lies; its own if it lies in none."""
    depth = rows[at].depth
    return next((line for line in range(at - 1, -1, -1) if rows[line].depth < depth), at)


def _branch(place: PackPlace, chain: Sequence[TreePack], depth: int) -> Iterator[Row]:
    """Yield a pack of the way down, and what is in it."""
    pack = chain[depth]
    own = depth == len(chain) - 1
    yield PackRow(depth, pack, own=own, on_way=not own)
    if own:
        yield from _inside(place, depth + 1)
        return
    inner = chain[depth + 1]
    beside = place.siblings if depth + 1 == len(chain) - 1 and place.siblings else (inner,)
    at = next(number for number, one in enumerate(beside) if one.id == inner.id)
    before = place.before[depth] - at
    after = pack.children - before - len(beside)
    yield from _fold(depth + 1, pack, 0, beside[0].place, before)
    yield from (PackRow(depth + 1, one) for one in beside[:at])
    yield from _branch(place, chain, depth + 1)
    yield from (PackRow(depth + 1, one) for one in beside[at + 1 :])
    yield from _fold(depth + 1, pack, beside[-1].place or 0, None, after)


def _inside(place: PackPlace, depth: int) -> Iterator[Row]:
    shown = place.children[:INSIDE]
    yield from (PackRow(depth, one) for one in shown)
    if shown:
        yield from _fold(depth, place.pack, shown[-1].place or 0, None, place.pack.children - len(shown))


def _fold(depth: int, parent: TreePack, after: int, until: int | None, count: int) -> Iterator[Row]:
    if count > 0:
        yield FoldRow(depth, parent.code, after, until, count)


def _lined(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Work out, from the last line up, where lines of the tree go on."""
    made: list[Row] = []
    below: tuple[bool, ...] = ()
    for one in reversed(rows):
        lines = tuple(depth < len(below) and below[depth] for depth in range(one.depth + 1))
        made.append(replace(one, lines=lines))
        below = (*lines[:-1], True)
    return tuple(reversed(made))
