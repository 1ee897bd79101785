"""The end of a work order: nothing is packed any more, what is open is settled, and the order is closed.

While something is open the order keeps its line, so the next one cannot start. What cannot be settled any
more is accepted by a second person, with a reason that stands in the audit trail and in the report.
"""

from collections.abc import Sequence

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations import jobs
from desktop.operations.job_codes import reason_given
from desktop.operations.plant import Plant, Report
from desktop.operations.reviewers import Reviewer
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import OpenItem
from desktop.products.job import JobState
from desktop.storage import order_check, work_orders
from desktop.storage.order_check import OrderCheck
from desktop.storage.store import Change
from desktop.texts import ENGLISH, Text, say

CHANGED = Changes.of(Kind.ORDERS, Kind.JOBS, Kind.CODES)
_OPEN_STATES = frozenset({OrderState.RUNNING, OrderState.CLOSING})


def begin(plant: Plant, order_id: int, report: Report | None = None) -> Changes:
    """End packing: the order is being closed, and its stations take no more scans.

    What the order did since it was last sealed is digested first: of a million packs that takes some seconds,
    in which the line goes on.

    Raises:
        InputError: there is no such order.
        Refused: it does not run.
        Cancelled: the report said so; the order goes on.
    """
    with plant.store.change(
        plant.actor, "order.closing", f"work order {order_id}", all_of_order=order_id, report=report
    ) as change:
        change.touches_order(order_id)
        order = work_orders.get(change.connection, order_id, to_change=True)
        if order.state is not OrderState.RUNNING:
            raise Refused(say("Order {number} does not run: there is nothing to end.", number=order.number))
        work_orders.set_state(change, order_id, OrderState.CLOSING)
    return CHANGED


def resume(plant: Plant, order_id: int, reason: str) -> Changes:
    """Let an order that is being closed run again.

    Raises:
        InputError: there is no such order, or no reason is given.
        Refused: it is not being closed.
    """
    words = reason_given(reason)
    with plant.store.change(
        plant.actor, "order.resume", f"work order {order_id}", reason=words, all_of_order=order_id
    ) as change:
        change.touches_order(order_id)
        order = work_orders.get(change.connection, order_id, to_change=True)
        if order.state is not OrderState.CLOSING:
            raise Refused(
                say(
                    "Order {number} is not being closed: only such an order can run again.",
                    number=order.number,
                )
            )
        work_orders.set_state(change, order_id, OrderState.RUNNING)
    return CHANGED


def close(plant: Plant, order_id: int, reviewer: Reviewer | None = None, reason: str = "") -> Changes:
    """Close an order. Its print jobs are closed with it, and their unused codes go back to the pool.

    Args:
        plant: where, and who is at the keyboard.
        order_id: of the order.
        reviewer: the second person who accepts what is still open; None: nothing is.
        reason: why that is acceptable.

    Raises:
        InputError: there is no such order, or a reviewer gives no reason.
        Refused: it does not run; something is open and no reviewer accepts it, or none can accept it: each
            open item is a detail that says what to do.
    """
    words = reason_given(reason) if reviewer is not None else ""
    with plant.store.read() as connection:
        _require_closable(plant, order_check.check(connection, order_id), reviewer)
    _close_jobs(plant, order_id)
    with plant.store.change(
        plant.actor, "order.close", f"work order {order_id}", reason=words, all_of_order=order_id
    ) as change:
        change.touches_order(order_id)
        # Once more, now that nobody else can change it: stations may have gone on until here.
        found = order_check.check(change.connection, order_id)
        _require_closable(plant, found, reviewer)
        _close(change, found, reviewer)
    return CHANGED


def _close(change: Change, found: OrderCheck, reviewer: Reviewer | None) -> None:
    work_orders.set_state(change, found.order.id, OrderState.CLOSED)
    change.new = {
        **(change.new or {}),
        "sums": {
            str(level.level): {"issued": level.issued, "packed": level.counts.packed}
            for level in found.levels
        },
    }
    if found.items and reviewer is not None:
        change.new |= {
            "reviewer": reviewer.name,
            "accepted": [one.what.in_language(ENGLISH) for one in found.items],
        }


def _close_jobs(plant: Plant, order_id: int) -> None:
    with plant.store.read() as connection:
        own = order_check.check(connection, order_id).jobs
    for one in own:
        if one.state is not JobState.CLOSED:
            jobs.close_job(plant, one.id)


def _require_closable(plant: Plant, found: OrderCheck, reviewer: Reviewer | None) -> None:
    order = found.order
    if order.state not in _OPEN_STATES:
        raise Refused(say("Order {number} does not run: it cannot be closed.", number=order.number))
    if reviewer is not None and reviewer.name.casefold() == plant.actor.casefold():
        raise Refused(
            say(
                "{person} closes the order and cannot accept what is open as well: let another person do it.",
                person=plant.actor,
            )
        )
    grave = [one for one in found.items if not one.may_be_accepted]
    if grave:
        raise Refused(
            say("Order {number} cannot be closed, and nobody can accept this:", number=order.number),
            _sentences(grave),
        )
    if found.items and reviewer is None:
        raise Refused(
            say(
                "Order {number} cannot be closed yet. Settle this, or let a reviewer accept it for a reason:",
                number=order.number,
            ),
            _sentences(found.items),
        )


def _sentences(items: Sequence[OpenItem]) -> list[Text]:
    return [one.sentence for one in items]
