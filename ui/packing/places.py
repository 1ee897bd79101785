"""Where can be packed now: each running order, at each station of its line that fills packs."""

from dataclasses import dataclass

from desktop.operations import lines, work_orders
from desktop.operations.plant import Plant
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from desktop.products.lines import Station


@dataclass(frozen=True, slots=True)
class Place:
    """An order at a station."""

    order: OrderRow
    station: Station

    @property
    def key(self) -> str:
        """What is remembered of it in the settings of this computer."""
        return f"{self.order.id}/{self.station.id}"


@dataclass(frozen=True, slots=True)
class OrderPlaces:
    """A running order and its stations that pack, in the direction of travel."""

    order: OrderRow
    places: tuple[Place, ...]


def read_places(plant: Plant) -> tuple[OrderPlaces, ...]:
    """Return the running orders with their stations."""
    by_line = {row.line.id: tuple(one.station for one in row.stations) for row in lines.list_lines(plant)}
    return tuple(
        OrderPlaces(order, tuple(Place(order, one) for one in _packing(order, by_line[order.line_id])))
        for order in work_orders.list_orders(plant, {OrderState.RUNNING})
    )


def _packing(order: OrderRow, stations: tuple[Station, ...]) -> tuple[Station, ...]:
    """Return those that fill packs of the order: units are filled nowhere."""
    top = len(order.packing.children)
    return tuple(one for one in stations if 2 <= one.level <= top)
