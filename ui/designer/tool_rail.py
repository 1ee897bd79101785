"""The tools, one button a family; a family of several opens a menu."""

import base64
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QVBoxLayout

from desktop.operations import tracing
from desktop.reading.photos import Photo
from desktop.texts import Text, say
from ui.designer.tools import PICTURE, TOOLS, Tool, picture_tool
from ui.icons import icon
from ui.kit import Button
from ui.style import GRID
from ui.workplace import Workplace

_SIDE_PX = 5 * GRID
_FAMILIES: dict[str, Text] = {
    "symbol": say("Symbol"),
    "line": say("Line, cut line, fold line"),
    "guide": say("Guide"),
}


class ToolRail(QFrame):
    """The buttons of the tools, below each other.

    Attributes:
        buttons: by family.
        menus: of the families that have several tools.

    Signals:
        chosen: (Tool) the person picked a tool.
    """

    chosen = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.setProperty("role", "tools")
        self.buttons: dict[str, Button] = {}
        self.menus: dict[str, QMenu] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(GRID // 2)
        families: dict[str, list[Tool]] = {}
        for tool in TOOLS:
            families.setdefault(tool.family, []).append(tool)
        for family, tools in families.items():
            layout.addWidget(self._button(family, tools), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setFixedWidth(_SIDE_PX + GRID + 2)
        work.language.changed.connect(self._word_menus)
        work.style.changed.connect(self._word_menus)
        self._tools = families
        self._word_menus()

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is picked."""
        for family, button in self.buttons.items():
            button.setChecked(family == tool.family)

    def pick(self, tool: Tool) -> None:
        """Pick a tool; a picture is asked for first."""
        if tool is PICTURE:
            self._ask_for_picture()
        else:
            self.chosen.emit(tool)

    def take_picture(self, path: Path) -> None:
        """Read a picture, then let the pointer place it."""
        plant = self._work.plant
        self._work.background.run(
            lambda _report: tracing.open_picture(plant, path), receiver=self, done=self._place
        )

    def _button(self, family: str, tools: list[Tool]) -> Button:
        word, tool = self._work.language, tools[0]
        button = Button("tool", tool.icon)
        button.setCheckable(True)
        button.setFixedSize(_SIDE_PX, _SIDE_PX)
        button.setIconSize(QSize(22, 22))
        title = _FAMILIES.get(family, tool.title)
        keys = next((other.keys for other in tools if other.keys), "")
        tip = say("{title} ({keys})", title=title, keys=keys) if keys else title
        word.word(button, tip, "setToolTip")
        word.word(button, title, "setAccessibleName")
        self.buttons[family] = button
        if len(tools) == 1:
            button.clicked.connect(lambda _checked: self.pick(tool))
        else:
            menu = self.menus[family] = QMenu(self)
            button.setMenu(menu)
        return button

    def _word_menus(self) -> None:
        colour = self._work.style.colours.text
        for family, menu in self.menus.items():
            menu.clear()
            for tool in self._tools[family]:
                action = menu.addAction(icon(tool.icon, colour), self._work.language(tool.title))
                action.triggered.connect(lambda _checked, tool=tool: self.pick(tool))

    def _ask_for_picture(self) -> None:
        word = self._work.language
        name, _ = QFileDialog.getOpenFileName(
            self, word(say("Choose a picture")), "", word(say("Pictures (*.png *.jpg *.jpeg)"))
        )
        if name:
            self.take_picture(Path(name))
        else:
            self.buttons["picture"].setChecked(False)

    def _place(self, photo: Photo) -> None:
        png = base64.b64encode(photo.png).decode("ascii")
        self.chosen.emit(picture_tool(png, photo.width / max(1, photo.height)))
