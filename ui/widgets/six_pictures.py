"""Six pictures of what may be wrong at a line, the same wherever PROBLEM is pressed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.texts import Text, say
from ui.kit import Kit
from ui.style import GRID

PICTURES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "problem-unreadable": say("Unreadable"),
        "problem-damaged": say("Damaged label"),
        "problem-sample": say("Sample taken"),
        "problem-wrong": say("Wrong print"),
        "problem-roll": say("Roll changed"),
        "problem-other": say("Something else"),
    }
)
"""The name of each picture, by its icon."""

_PICTURE_PX = 56
_ACROSS = 3


class SixPictures(QWidget):
    """The six pictures as buttons.

    Attributes:
        buttons: by icon.

    Signals:
        chosen: (icon) one of them was pressed.
    """

    chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.buttons = {
            picture: kit.button(name, self._chooser(picture), "picture", icon_name=picture)
            for picture, name in PICTURES.items()
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * GRID)
        for place, button in enumerate(self.buttons.values()):
            button.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
            grid.addWidget(button, place // _ACROSS, place % _ACROSS)

    def _chooser(self, picture: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(picture)
