"""The tray of a station: what was scanned and waits for its parent, as places to be filled and drawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt

from desktop.packing.model import Order, Pack


class Cell(StrEnum):
    """How one place of a tray looks."""

    FILLED = "filled"
    NEXT = "next"
    """Where the next scan goes."""
    MISSING = "missing"
    """Empty, though packs lie behind it or the tray should be full."""
    DOUBLED = "doubled"
    """Filled, and its code was scanned once more."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class TrayPlace:
    """One place. ``code`` is empty where no pack lies."""

    place: int
    cell: Cell
    code: str = ""


def free_place(packs: Sequence[Pack], room: int) -> int | None:
    """Return the lowest place from 1 to ``room`` that no pack has, None if all are taken."""
    taken = {pack.place.place for pack in packs}
    return next((place for place in range(1, room + 1) if place not in taken), None)


def picture(
    order: Order, level: int, tray: Sequence[Pack], *, doubled: Collection[str] = (), closing: bool = False
) -> tuple[TrayPlace, ...]:
    """Return all places of a tray that fills packs of ``level``.

    Args:
        order: says by its ratio how many places there are.
        level: of the pack to be filled, 2 or more.
        tray: what lies in it.
        doubled: codes that were scanned although they lie in it.
        closing: whether the parent was scanned, so that every empty place is a missing pack.
    """
    by_place = {pack.place.place: pack for pack in tray}
    last = max((place for place in by_place if place is not None), default=0)
    room = order.room(level)
    next_one = free_place(tray, room)
    places: list[TrayPlace] = []
    for place in range(1, room + 1):
        pack = by_place.get(place)
        if pack is not None:
            cell = Cell.DOUBLED if pack.code in doubled else Cell.FILLED
            places.append(TrayPlace(place, cell, pack.code))
        elif closing or (place < last and place != next_one):
            places.append(TrayPlace(place, Cell.MISSING))
        else:
            places.append(TrayPlace(place, Cell.NEXT if place == next_one else Cell.EMPTY))
    return tuple(places)


def columns_of(room: int) -> int:
    """Return in how many columns a tray is drawn: full rows, unless the picture got too wide for them.

    >>> [columns_of(room) for room in (1, 2, 5, 10, 12, 100)]
    [1, 2, 3, 5, 4, 10]
    """
    least = isqrt(max(room, 1) - 1) + 1
    full_rows = next((columns for columns in range(least, room + 1) if room % columns == 0), least)
    # Up to five wide and two high, as ten packs lie in a tray.
    return full_rows if 2 * full_rows <= 5 * (room // full_rows) else least
