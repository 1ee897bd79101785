"""What every action on packs asks first: does the order run, and did a second person confirm it?"""

from collections.abc import Collection

from desktop.errors import InputError, Refused
from desktop.operations.job_codes import reason_given
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.packing.model import Order
from desktop.packing.order import OrderState
from desktop.products.lines import Station
from desktop.storage import lines as stored_lines
from desktop.storage import work_orders
from desktop.texts import Text, say

RUNNING = frozenset({OrderState.RUNNING})
"""States in which packs are filled."""
SETTLING = frozenset({OrderState.RUNNING, OrderState.CLOSING})
"""States in which exceptions are done: also while what is open is being settled."""


def order_in(plant: Plant, order_id: int, states: Collection[OrderState] = RUNNING) -> Order:
    """Return what an order packs, if it is in one of ``states``.

    Raises:
        InputError: there is no such order.
        Refused: it is in another state.
    """
    with plant.store.read() as connection:
        found = work_orders.get(connection, order_id)
        if found.state not in states:
            raise Refused(
                say(
                    "Order {number} {state}, so nothing is packed for it now.",
                    number=found.number,
                    state=_STATES[found.state],
                )
            )
        return work_orders.packing_order(connection, order_id)


def grounds(plant: Plant, reason: str, reviewer: Reviewer) -> str:
    """Return the reason of an exception that a second person has confirmed.

    Raises:
        InputError: no reason is given.
        Refused: the reviewer is who acts.
    """
    words = reason_given(reason)
    if reviewer.name.casefold() == plant.actor.casefold():
        raise Refused(
            say(
                "{person} does this and cannot confirm it as well: let another person confirm.",
                person=plant.actor,
            )
        )
    return words


def station_of(plant: Plant, order_id: int, station_id: int, order: Order) -> Station:
    """Return a station at which packs of an order are filled.

    Raises:
        InputError: there is no such station.
        Refused: it is of another line than the order, or fills no packs.
    """
    with plant.store.read() as connection:
        station = stored_lines.get_station(connection, station_id)
        line_id = work_orders.get(connection, order_id).line_id
    if station.line_id != line_id:
        raise Refused(
            say("The station {name} stands on another line than the order runs on.", name=station.name)
        )
    if not 2 <= station.level <= order.top:
        raise Refused(
            say(
                "The station {name} stands at level {found}: packs are filled at levels 2 to {top}. Set the "
                "level of the packs that it fills.",
                name=station.name,
                found=station.level,
                top=order.top,
            )
        )
    return station


def order_id_of(plant: Plant, number: str) -> int:
    """Return the id of an order by its number. InputError if there is none."""
    with plant.store.read() as connection:
        order = work_orders.by_number(connection, number)
    if order is None:
        raise InputError(say("There is no order {number}.", number=number))
    return order.id


def named_station(plant: Plant, number: str, name: str) -> tuple[int, int]:
    """Return the ids of an order, by its number, and of a station of its line, by its name.

    Raises:
        InputError: there is no order of that number, or no such station on its line.
    """
    order_id = order_id_of(plant, number)
    with plant.store.read() as connection:
        stations = stored_lines.stations_of(connection, work_orders.get(connection, order_id).line_id)
    found = next((one for one in stations if one.name == name), None)
    if found is None:
        raise InputError(
            say(
                "The line of order {number} has no station {found}. It has: {known}.",
                number=number,
                found=repr(name),
                known=", ".join(one.name for one in stations) or "-",
            )
        )
    return order_id, found.id


_STATES: dict[OrderState, Text] = {
    OrderState.PLANNED: say("waits for lot and expiry to be entered a second time"),
    OrderState.CONFIRMED: say("has not been started yet"),
    OrderState.RUNNING: say("is running"),
    OrderState.CLOSING: say("is being closed"),
    OrderState.CLOSED: say("is closed"),
}
