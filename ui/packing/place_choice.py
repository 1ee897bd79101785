"""Which order is packed at which station: large tiles for a finger in a glove."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.packing.refusals import pack_word
from desktop.texts import say
from ui.kit import Button, box, column, emptied, row
from ui.packing.places import OrderPlaces, Place
from ui.style import GRID, body_points
from ui.wording import number
from ui.workplace import Workplace

_COLUMNS = 3
_TILE_TIMES = 1.3
"""The name of a station, with what is packed there below it, in a third of the page."""


class PlaceChoice(QWidget):
    """A card for each running order, on it a tile for each of its stations.

    Signals:
        chosen: (Place).
    """

    chosen = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.tiles: dict[str, Button] = {}
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(2 * GRID)

    def show_places(self, found: Sequence[OrderPlaces]) -> None:
        """Show what can be packed."""
        emptied(self._cards)
        self.tiles.clear()
        for one in found:
            self._cards.addWidget(self._card(one))
        self._cards.addStretch(1)

    def _card(self, found: OrderPlaces) -> QWidget:
        kit, order = self._work.kit, found.order
        name = kit.label(role="title")
        kit.language.word(name, say("{number} · {product}", number=order.number, product=order.product))
        told = kit.label(
            say(
                "Lot {lot} · {units} units · {line}",
                lot="-" if order.batch is None else order.batch.lot,
                units=number(order.units),
                line=order.line,
            ),
            "muted",
        )
        if found.places:
            return kit.card(name, told, self._tiles(found.places))
        none = kit.label(
            say(
                "The line {line} has no station that fills packs. Add one on the page Packing lines and give "
                "it the level of the packs that it fills.",
                line=order.line,
            ),
            wrap=True,
        )
        to_lines = kit.button(say("Go to packing lines"), lambda: self._work.go("lines"), icon_name="lines")
        return kit.card(name, told, none, row(to_lines, 1))

    def _tiles(self, places: Sequence[Place]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * GRID)
        columns = min(_COLUMNS, len(places))
        for at, place in enumerate(places):
            grid.addWidget(self._tile(place), at // columns, at % columns)
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        return box(column(box(grid)))

    def _tile(self, place: Place) -> Button:
        level = place.station.level
        tile = self._work.kit.button(
            say(
                "{station}\n{room} into {pack}",
                station=place.station.name,
                room=number(place.order.packing.children[level - 1]),
                pack=pack_word(level),
            ),
            lambda: self.chosen.emit(place),
            "touch",
            icon_name="packing",
        )
        tile.setStyleSheet(f"font-size: {body_points() * _TILE_TIMES:g}pt; text-align: left;")
        self.tiles[place.key] = tile
        return tile
