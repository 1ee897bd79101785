"""The no-go zones of symbols: what the designer draws around them, red while something stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.labels.free_space import Intrusion, SymbolPlace
from desktop.labels.primitives import Area


@dataclass(frozen=True, slots=True)
class Zone:
    """A symbol with the free space that it demands.

    Attributes:
        element: whose symbol it is.
        area: of symbol and free space together.
        broken: whether something stands in it, or the label ends there.
    """

    element: str
    area: Area
    broken: bool


def zones_of(places: Iterable[SymbolPlace], broken: Iterable[Intrusion]) -> tuple[Zone, ...]:
    """Return the zone of each symbol."""
    red = {id(one.place) for one in broken}
    return tuple(Zone(place.symbol.element, place.zone, id(place) in red) for place in places)
