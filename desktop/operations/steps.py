"""The order of steps of a batch, which nobody may leave: what is missing is told before anything is done.

Filing passed -> printed -> verified -> packed -> relation exported -> into the warehouse -> out. Source S003:
relations are uploaded after production has ended and before the goods go into the warehouse, or the platform
can process none of the in and out data that follow. S002: only a filing that has passed allows codes on
packs.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

from desktop.errors import Refused
from desktop.operations import product_rules
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.storage import kept_files, order_steps, work_orders
from desktop.storage.order_steps import Goods, Progress
from desktop.texts import Text, say, say_count

_PACKED = (OrderState.CLOSING, OrderState.CLOSED)


class Step(IntEnum):
    """The steps of an order, the first first."""

    FILED = 1
    PRINTED = 2
    VERIFIED = 3
    PACKED = 4
    EXPORTED = 5
    """The relation stands in a file, and so does whatever happened since."""
    WAREHOUSED = 6
    OUT = 7


@dataclass(frozen=True, slots=True)
class StepState:
    """How far one step of an order is.

    Attributes:
        done: whether it is; packs may be moved later, so a step can be done no longer.
        missing: what is to be done yet, one sentence each.
    """

    step: Step
    done: bool
    missing: tuple[Text, ...]


def step_name(step: Step) -> Text:
    """Return what is done in a step, such as "export the relation"."""
    return {
        Step.FILED: say("file the product"),
        Step.PRINTED: say("print the labels"),
        Step.VERIFIED: say("read the labels"),
        Step.PACKED: say("pack"),
        Step.EXPORTED: say("export the relation"),
        Step.WAREHOUSED: say("take the goods into the warehouse"),
        Step.OUT: say("let the goods out"),
    }[step]


def require(plant: Plant, order_id: int, step: Step) -> None:
    """Refuse a step of an order unless all steps before it are done.

    Raises:
        InputError: there is no such order.
        Refused: something is missing; each is a detail that says what to do.
    """
    missing = hindrances(plant, order_id, step)
    if missing:
        with plant.store.read() as connection:
            number = work_orders.get(connection, order_id).number
        raise Refused(
            say("Order {number}: it is too early to {step}.", number=number, step=step_name(step)), missing
        )


def hindrances(plant: Plant, order_id: int, step: Step) -> tuple[Text, ...]:
    """Return what of the steps before ``step`` is not done yet.

    Whether goods went into the warehouse is a matter of single packs: see ``desktop.operations.bills``.

    Raises:
        InputError: there is no such order.
    """
    found = _facts(plant, order_id)
    before = (one for one in _ASKED if one is Step.FILED or one < step)
    return tuple(text for one in before for text in _missing(found, one))


def overview(plant: Plant, order_id: int) -> tuple[StepState, ...]:
    """Return every step of an order with what is missing for it, the first first.

    Raises:
        InputError: there is no such order.
    """
    with plant.store.read() as connection:
        goods = order_steps.goods(connection, order_id)
    found = replace(_facts(plant, order_id), goods=goods)
    states = []
    for step in Step:
        missing = _missing(found, step)
        begun = step is Step.FILED or found.progress.labelled > 0
        states.append(StepState(step, begun and not missing, missing))
    return tuple(states)


_ASKED = (Step.FILED, Step.PRINTED, Step.VERIFIED, Step.PACKED, Step.EXPORTED)
"""Steps that later ones wait for; what follows is a matter of single packs."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of an order and its packs.

    Attributes:
        gate: why its product may not be printed; None: it may.
        through: the last event that was told to the platform; None: nothing was.
        last: the last event there is.
        goods: counted for an overview only, as it takes a while.
    """

    state: OrderState
    gate: Text | None
    progress: Progress
    through: int | None
    last: int
    goods: Goods | None = None


def _facts(plant: Plant, order_id: int) -> _Facts:
    with plant.store.read() as connection:
        order = work_orders.get(connection, order_id)
        top = 0
        progress = Progress(0, 0, 0, 0, 0, 0)
        if order.batch_id is not None:
            top = work_orders.packing_order(connection, order_id).top
            progress = order_steps.progress(connection, order_id, top)
        through = order_steps.told_through(connection, order_id)
        last = kept_files.last_event(connection, order_id)
    gate = product_rules.filing_gate(plant, order.product_id)
    return _Facts(order.state, gate, progress, through, last)


def _missing(found: _Facts, step: Step) -> tuple[Text, ...]:
    """Return what is missing for one step, whatever is missing for those before it."""
    match step:
        case Step.FILED:
            return () if found.gate is None else (found.gate,)
        case Step.PRINTED:
            return () if found.progress.labelled else (_NOT_PRINTED,)
        case Step.VERIFIED:
            settled = found.state is OrderState.CLOSED
            return () if settled else tuple(_not_verified(found.progress))
        case Step.PACKED:
            return tuple(_not_packed(found.state, found.progress))
        case Step.EXPORTED:
            return tuple(_not_exported(found.through, found.last))
        case Step.WAREHOUSED | Step.OUT:
            return () if found.goods is None else _not_moved(found.goods, step)


_NOT_PRINTED = say("No label is printed: start the order and print its labels.")


def _not_moved(goods: Goods, step: Step) -> tuple[Text, ...]:
    if not goods.packs:
        return (say("No largest pack is filled: there are no goods yet."),)
    if step is Step.WAREHOUSED and goods.came < goods.packs:
        told = say(
            "{done} of {all} largest packs are in the warehouse: scan the others on a bill of goods from "
            "production, and close it.",
            done=goods.came,
            all=goods.packs,
        )
        return (told,)
    if step is Step.OUT and goods.left < goods.packs:
        told = say(
            "{done} of {all} largest packs have left: scan the others on a bill of goods that go out, and "
            "close it.",
            done=goods.left,
            all=goods.packs,
        )
        return (told,)
    return ()


def _not_verified(progress: Progress) -> list[Text]:
    found: list[Text] = []
    if progress.unread:
        found.append(
            say_count(
                "{n} printed label was never read: scan it, or scrap it with a reason.",
                "{n} printed labels were never read: scan them, or scrap them with a reason.",
                n=progress.unread,
            )
        )
    if progress.unknown:
        found.append(
            say_count(
                "Of {n} label nobody knows whether it was printed: settle its print job by the last good "
                "label.",
                "Of {n} labels nobody knows whether they were printed: settle their print jobs by the last "
                "good label.",
                n=progress.unknown,
            )
        )
    return found


def _not_packed(state: OrderState, progress: Progress) -> list[Text]:
    found: list[Text] = []
    if state not in _PACKED:
        found.append(say("The order is not ended: end packing first, so that nothing follows."))
    if state is not OrderState.CLOSED:
        if progress.in_trays:
            found.append(
                say_count(
                    "{n} pack lies in a tray: fill its parent, or take the scan back.",
                    "{n} packs lie in trays: fill their parents, or take the scans back.",
                    n=progress.in_trays,
                )
            )
        if progress.loose:
            found.append(
                say_count(
                    "{n} good pack lies in no larger one: pack it, take it as a sample, or scrap it.",
                    "{n} good packs lie in no larger ones: pack them, take them as samples, or scrap them.",
                    n=progress.loose,
                )
            )
    if not progress.packed:
        found.append(say("No largest pack is filled: there is no relation to tell of."))
    return found


def _not_exported(through: int | None, last: int) -> list[Text]:
    if through is None:
        return [say("The relation is not exported: export it, and upload it to the platform.")]
    if through < last:
        return [
            say(
                "Packs were moved since the relation was exported: export the corrections, and enter them at "
                "the platform."
            )
        ]
    return []
