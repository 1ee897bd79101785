"""The order of steps of a batch, which nobody may leave: what is missing is told before anything is done.

Filing passed -> printed -> verified -> packed -> relation exported -> into the warehouse -> out. Source S003:
relations are uploaded after production has ended and before the goods go into the warehouse, or the platform
can process none of the in and out data that follow. S002: only a filing that has passed allows codes on
packs.
"""

from enum import IntEnum

from desktop.errors import Refused
from desktop.operations import product_rules
from desktop.operations.plant import Plant
from desktop.packing.order import OrderState
from desktop.storage import kept_files, order_steps, work_orders
from desktop.storage.order_steps import Progress
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
    found: list[Text] = [] if gate is None else [gate]
    if step > Step.PRINTED and not progress.labelled:
        found.append(say("No label is printed: start the order and print its labels."))
    settled = order.state is OrderState.CLOSED
    if step > Step.VERIFIED and not settled:
        found += _not_verified(progress)
    if step > Step.PACKED:
        found += _not_packed(order.state, progress)
    if step > Step.EXPORTED:
        found += _not_exported(through, last)
    return tuple(found)


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
