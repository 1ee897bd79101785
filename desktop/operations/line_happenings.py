"""What is out of the ordinary on a line: exceptions, mistakes of people, and their mending.

Each is done with hands and in the program. Its name is counted in the result of the demo.
"""

from typing import Final

from desktop.operations.line_floor import Action, What
from desktop.operations.line_work import Happenings, LineWork

_REPEATED: Final = 2
"""Labels that a printer repeats: those before the unit that comes, as the reading before is one look."""
_BUNDLE: Final = 2
"""Level whose packs hold units: single packs of which are always at hand, fresh from the printer."""


def unreadable_label(work: LineWork, code: str) -> bool:
    """Nothing reads the label; the digits are typed and the pack is thrown out."""
    work.do(Action(What.UNREADABLE, 1, code), lambda: work.packs.scrap(code))
    return False


def sampled_before_packing(work: LineWork, code: str) -> bool:
    """The laboratory takes a unit off the belt."""
    work.do(Action(What.SAMPLE, 1, code), lambda: work.packs.sample(code))
    return False


def scrapped_before_packing(work: LineWork, code: str) -> bool:
    """A unit is crushed."""
    work.do(Action(What.SCRAP, 1, code), lambda: work.packs.scrap(code))
    return False


def scan_undone(work: LineWork, code: str) -> bool:
    """Somebody scans, takes the pack out again, and scans it anew."""
    if not _room_in_tray(work):
        return True
    work.do(Action(What.SCAN, 1, code), lambda: work.packs.into_tray(code))
    work.do(Action(What.UNDO, 1, code), lambda: work.packs.out_of_tray(code))
    return True


def scanned_twice(work: LineWork, code: str) -> bool:
    """A pack passes the scanner a second time; that must be refused."""
    if not _room_in_tray(work):
        return True
    work.do(Action(What.SCAN, 1, code), lambda: work.packs.into_tray(code))
    work.must_refuse(Action(What.SCAN, 1, code))
    return False


def scanned_at_the_wrong_station(work: LineWork, code: str) -> bool:
    """A unit is scanned where bundles go into cases; that must be refused."""
    work.must_refuse(Action(What.SCAN, 2, code))
    return True


def symbol_not_read(work: LineWork, code: str) -> bool:
    """The scanner sees nothing the first time; the unit is held before it once more."""
    work.reads = 0
    return bool(code)


def symbol_read_twice(work: LineWork, code: str) -> bool:
    """The scanner sends one look at a unit twice; it counts once."""
    work.reads = 2
    return bool(code)


def label_swallowed(work: LineWork, code: str) -> bool:
    """At a roll change the printer swallows a label: the next ones come a unit too early."""
    work.lost.append(code)
    return False


def buffer_repeated(work: LineWork, code: str) -> bool:
    """At a roll change the printer repeats what its buffer held: two units bear labels of others."""
    repeated = [one for one in work.packs.tray(1) if not work.is_mixed(one)][-_REPEATED:]
    if len(repeated) == _REPEATED:
        for old in repeated:
            work.must_refuse(Action(What.SCAN, 1, old))
    return bool(code)


def damaged_label_replaced(work: LineWork, code: str) -> bool:
    """A unit gets the next label over its own."""
    new = work.label(1)
    work.do(Action(What.RELABEL, 1, code, new), lambda: work.packs.relabel(code, new))
    work.collect(1, new)
    return False


def left_over_mixed_in(work: LineWork, code: str) -> bool:
    """A unit left over of an earlier lot goes along; a second person approves."""
    if work.left_over and _room_in_tray(work):
        work.collect(1, work.left_over.popleft())
    return bool(code)


def left_over_in_a_partial_bundle(work: LineWork, code: str) -> bool:
    """A unit left over of an earlier lot goes along, and the bundle is closed before it is full."""
    if work.left_over and work.packs.tray(1) and _room_in_tray(work):
        work.collect(1, work.left_over.popleft())
        work.close(_BUNDLE)
    return bool(code)


def sampled_and_topped_up(work: LineWork, level: int, parent: str) -> str | None:
    """The laboratory takes a unit out of a bundle, and a fresh one comes in its place."""
    if level > _BUNDLE:
        return parent
    child = work.chance.choice(work.packs.holds(parent))
    work.do(Action(What.SAMPLE, level - 1, child), lambda: work.packs.sample(child))
    new = work.label(level - 1)
    work.do(Action(What.TOP_UP, level - 1, new, parent), lambda: work.packs.put_in(new, parent))
    return parent


def one_in_it_scrapped(work: LineWork, level: int, parent: str) -> str | None:
    """Something in a closed pack is found broken; the pack goes on as a partial one."""
    child = work.chance.choice(work.packs.holds(parent))
    if len(work.packs.holds(parent)) > 1:
        work.do(Action(What.SCRAP, level - 1, child), lambda: work.packs.scrap(child))
    return parent


def removed_by_mistake(work: LineWork, level: int, parent: str) -> str | None:
    """Something is taken out of a closed pack, and the event is taken back."""
    if len(work.packs.holds(parent)) == 1:
        return parent
    child = work.chance.choice(work.packs.holds(parent))
    places: list[int] = []
    work.do(Action(What.REMOVE, level - 1, child), lambda: places.append(work.packs.take_out(child)))
    work.do(Action(What.TAKE_BACK, level - 1, child), lambda: work.packs.put_in(child, parent, places[0]))
    work.must_refuse(Action(What.SCAN, level - 1, child))
    return parent


def one_in_it_replaced(work: LineWork, level: int, parent: str) -> str | None:
    """A broken unit in a bundle is replaced by a fresh one."""
    if level > _BUNDLE:
        return parent
    child = work.chance.choice(work.packs.holds(parent))
    new = work.label(level - 1)

    def by_hand() -> None:
        place = work.packs.take_out(child)
        work.packs.scrap(child)
        work.packs.put_in(new, parent, place)

    work.do(Action(What.REPLACE, level - 1, child, new), by_hand)
    return parent


def label_of_it_replaced(work: LineWork, level: int, parent: str) -> str | None:
    """A filled pack gets another label over its damaged one."""
    new = work.label(level)
    work.do(Action(What.RELABEL, level, parent, new), lambda: work.packs.relabel(parent, new))
    return new


def taken_apart(work: LineWork, level: int, parent: str) -> str | None:
    """A closed pack is emptied, and what was in it is packed anew."""
    loose = work.packs.holds(parent)
    work.do(Action(What.TAKE_APART, level, parent), lambda: work.packs.take_apart(parent))
    for child in loose:
        work.collect(level - 1, child)
    return None


def scrapped_whole(work: LineWork, level: int, parent: str) -> str | None:
    """A pack falls off the belt; everything in it is destroyed."""
    work.do(Action(What.SCRAP, level, parent), lambda: work.packs.scrap(parent))
    return None


def moved_to_another(work: LineWork, level: int, parent: str) -> str | None:
    """What is left of a broken pack goes into a new one before it is full, and one from here goes there."""
    if level > _BUNDLE or len(work.packs.holds(parent)) == 1:
        return parent
    first = work.label(level - 1)
    work.do(Action(What.SCAN, level - 1, first), lambda: work.packs.into_tray(first))
    other = work.label(level)
    work.do(Action(What.CLOSE, level, other, partial=True), lambda: work.packs.close(other))
    child = work.packs.holds(parent)[-1]

    def by_hand() -> None:
        work.packs.take_out(child)
        work.packs.put_in(child, other)

    work.do(Action(What.MOVE, level - 1, child, other, mixed=work.is_mixed(child)), by_hand)
    if level < work.top:
        work.collect(level, other)
    return parent


def _room_in_tray(work: LineWork) -> bool:
    """Tell whether one more scan does not fill the tray, which would have it closed."""
    return len(work.packs.tray(1)) + 1 < work.room(2)


HAPPENINGS: Final = Happenings(
    (
        unreadable_label,
        sampled_before_packing,
        scrapped_before_packing,
        scan_undone,
        scanned_twice,
        scanned_at_the_wrong_station,
        symbol_not_read,
        symbol_read_twice,
        label_swallowed,
        buffer_repeated,
        damaged_label_replaced,
        left_over_mixed_in,
        left_over_in_a_partial_bundle,
    ),
    (
        sampled_and_topped_up,
        one_in_it_scrapped,
        removed_by_mistake,
        one_in_it_replaced,
        label_of_it_replaced,
        taken_apart,
        scrapped_whole,
        moved_to_another,
    ),
)
"""All that may happen."""
