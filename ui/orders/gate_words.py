"""What the set-up of an order says of its gates, open ones and closed ones."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.operations.order_gates import Gate, LevelReady, Readiness
from desktop.operations.work_orders import NOT_STARTED, OrderRow
from desktop.texts import Text, say, say_count
from ui.wording import Mark, day, level_name, number


@dataclass(frozen=True, slots=True)
class GateRow:
    """One row of the set-up: gates that a person sees as one.

    Attributes:
        title: its name.
        gates: of the operation, in the order in which they are worked on.
        passed: what is said once nothing hinders any more.
        own: whether people at the line do it; else it comes from elsewhere.
    """

    title: Text
    gates: tuple[Gate, ...]
    passed: Callable[[OrderRow, Readiness], Text]
    own: bool = False


def _entered(order: OrderRow, _ready: Readiness) -> Text:
    if order.batch is None:
        return say("Lot and expiry were entered twice.")
    return say(
        "Lot {lot}, expiry {expiry}; entered twice, the second time by {person}.",
        lot=order.batch.lot,
        expiry=day(order.batch.expiry),
        person=order.confirmed_by,
    )


def _filed(_order: OrderRow, _ready: Readiness) -> Text:
    return say("The filing has passed, and the product is as it was planned.")


def _codes(order: OrderRow, ready: Readiness) -> Text:
    if order.state not in NOT_STARTED:
        return say("The print jobs have their codes.")
    return _listed([_of_level(one) for one in ready.levels if one.needed])


def _of_level(ready: LevelReady) -> Text:
    return say(
        "{level}: {needed} needed, {available} in the pool",
        level=level_name(ready.level),
        needed=number(ready.needed),
        available=number(ready.available),
    )


def _stations(_order: OrderRow, ready: Readiness) -> Text:
    printed = [_printed_at(one) for one in ready.levels if one.needed and one.station]
    return _listed(printed)


def _printed_at(ready: LevelReady) -> Text:
    told = say("{level} at {station}", level=level_name(ready.level), station=ready.station)
    if not ready.idle:
        return told
    return say("{told}, the first that can; {others} gets no job", told=told, others=", ".join(ready.idle))


def _free(order: OrderRow, _ready: Readiness) -> Text:
    if order.state not in NOT_STARTED:
        return say("{line} belongs to this order until it is closed.", line=order.line)
    return say("{line} is free.", line=order.line)


def _cleared(order: OrderRow, _ready: Readiness) -> Text:
    if not order.plan.clearance:
        return say("No points are asked for.")
    return say_count("{n} point is confirmed.", "{n} points are confirmed.", n=len(order.plan.clearance))


ROWS = (
    GateRow(say("Lot and expiry"), (Gate.ENTRY,), _entered, own=True),
    GateRow(say("Product"), (Gate.FILING, Gate.VERSION, Gate.RELEASE), _filed),
    GateRow(say("Codes"), (Gate.CODES,), _codes),
    GateRow(say("Stations"), (Gate.STATION,), _stations),
    GateRow(say("Line free"), (Gate.LINE, Gate.JOBS), _free),
    GateRow(say("Line clearance"), (Gate.CLEARANCE,), _cleared, own=True),
)
"""In the order in which people work."""


def sentences(row: GateRow, order: OrderRow, ready: Readiness) -> tuple[Text, ...]:
    """Return what a row says: what hinders, or that nothing does."""
    closed = tuple(one.text for one in ready.obstacles if one.gate in row.gates)
    if len(closed) < 2 or row.gates[0] not in _IN_SHORT:
        return closed or (row.passed(order, ready),)
    return (_IN_SHORT[row.gates[0]](order, ready),)


def _codes_missing(_order: OrderRow, ready: Readiness) -> Text:
    missing = [
        say(
            "{level}: {missing} missing, {needed} needed",
            level=level_name(one.level),
            missing=number(one.needed - one.available),
            needed=number(one.needed),
        )
        for one in ready.levels
        if one.needed > one.available
    ]
    return say("Import the missing codes. {levels}", levels=_listed(missing))


def _stations_missing(_order: OrderRow, ready: Readiness) -> Text:
    missing = [level_name(one.level) for one in ready.levels if one.needed and not one.station]
    return say(
        "No station of the line prints these labels: {levels}. Give a station of each level a printer and a "
        "label.",
        levels=_named(missing),
    )


def _points_left(order: OrderRow, ready: Readiness) -> Text:
    points = len(order.plan.clearance)
    left = sum(one.gate is Gate.CLEARANCE for one in ready.obstacles)
    return say("{done} of {n} points are confirmed.", done=points - left, n=points)


_IN_SHORT: dict[Gate, Callable[[OrderRow, Readiness], Text]] = {
    Gate.CODES: _codes_missing,
    Gate.STATION: _stations_missing,
    Gate.CLEARANCE: _points_left,
}
"""What is said where a gate is closed for several levels or points at once."""


def row_state(row: GateRow, ready: Readiness) -> tuple[Mark, Text]:
    """Return the mark and the word of a row."""
    if not ready.closed & set(row.gates):
        return Mark.DONE, say("In order")
    return (Mark.ATTENTION, say("To do")) if row.own else (Mark.STOPPED, say("Missing"))


def first_article(order: OrderRow, ready: Readiness) -> tuple[Mark, Text, Text]:
    """Return mark, word and sentence of the first labels."""
    if not order.plan.first_article:
        return (
            Mark.IDLE,
            say("Not asked for"),
            say("The print jobs begin at once: no first label is asked for."),
        )
    if order.state in NOT_STARTED:
        return (
            Mark.IDLE,
            say("After the start"),
            say("After the start each print job prints one label, which is scanned and released."),
        )
    if not ready.first_due:
        return Mark.DONE, say("In order"), say("The first label of each print job was confirmed.")
    levels = _named([level_name(one.level) for one in ready.first_due])
    told = say("Print one label and scan it before the others are printed: {levels}.", levels=levels)
    return Mark.ATTENTION, say("To do"), told


def _named(names: list[Text]) -> Text:
    made = names[0]
    for one in names[1:]:
        made = say("{first}, {second}", first=made, second=one)
    return made


def _listed(parts: list[Text]) -> Text:
    if not parts:
        return say("All labels come from elsewhere.")
    made = parts[0]
    for one in parts[1:]:
        made = say("{first}; {second}", first=made, second=one)
    return made
