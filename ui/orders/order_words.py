"""How work orders are marked and worded."""

from collections.abc import Sequence

from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState, state_name
from desktop.texts import Text, say
from ui.wording import Mark, day, number

ORDER_MARKS: dict[OrderState, Mark] = {
    OrderState.PLANNED: Mark.IDLE,
    OrderState.CONFIRMED: Mark.ATTENTION,
    OrderState.RUNNING: Mark.RUNNING,
    OrderState.CLOSING: Mark.ATTENTION,
    OrderState.CLOSED: Mark.DONE,
}
"""Confirmed, and being closed, wait for people, so they ask for attention; closed is done."""

MOST_URGENT = (
    OrderState.RUNNING,
    OrderState.CLOSING,
    OrderState.CONFIRMED,
    OrderState.PLANNED,
    OrderState.CLOSED,
)
"""The order in which a person looks for them."""


def order_state(order: OrderRow) -> tuple[Mark, Text]:
    """Return the mark and the word of an order's state."""
    return ORDER_MARKS[order.state], state_name(order.state)


def lot_of(order: OrderRow) -> str:
    """Return the lot of an order, or a dash as long as it is not confirmed."""
    return "\N{EN DASH}" if order.batch is None else order.batch.lot


def units_of(order: OrderRow) -> Text:
    """Word how many smallest packs an order has."""
    return say("{n} units", n=number(order.units))


def planned_day(order: OrderRow) -> str:
    """Return the day on which an order shall run, or nothing."""
    return "" if order.planned_for is None else day(order.planned_for)


def by_urgency(orders: Sequence[OrderRow]) -> tuple[OrderRow, ...]:
    """Return orders as a person looks for them: what runs, what waits by its day, then what is closed."""
    return tuple(
        sorted(orders, key=lambda one: (MOST_URGENT.index(one.state), planned_day(one) or "~", -one.id))
    )
