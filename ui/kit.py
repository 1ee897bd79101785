"""Makes the small parts of pages: worded, dressed and on the grid.

One place, so that a heading, a card or a button is the same thing on every page.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.texts import Text
from ui.icons import icon
from ui.language import Language
from ui.style import GRID, Colours, colours_now, monospaced

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GROUPED = QLocale(QLocale.Language.Swedish)
"""Sets thousands apart by a space, as all numbers here are written."""
Item = QWidget | QLayout | int
"""What a row or column holds; a number is a stretch (0: none, 1: takes what is left)."""


class Button(QPushButton):
    """A button with a role of the style sheet and, where it has one, an icon in the right colour."""

    def __init__(self, role: str = "", icon_name: str = "") -> None:
        super().__init__()
        self._icon_name = icon_name
        self._coloured_for: Colours | None = None
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        side = 24 if role.startswith("touch") else 18
        self.setIconSize(QSize(side, side))
        self._colour_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and colours_now() is not self._coloured_for:
            self._colour_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, as the space bar does, not the dialog's default."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def change_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._colour_icon()

    def _colour_icon(self) -> None:
        if not self._icon_name:
            return
        colours = self._coloured_for = colours_now()
        role = str(self.property("role"))
        colour = {
            "primary": colours.on_accent,
            "touch-primary": colours.on_accent,
            "quiet": colours.accent,
            "rail": colours.muted,
        }.get(role, colours.text)
        self.setIcon(
            icon(
                self._icon_name,
                colour,
                checked=colours.accent if role in {"rail", "segment"} else None,
                disabled=colours.idle,
            )
        )


class Kit:
    """Makes labels, buttons, cards, rows and columns."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def label(self, text: Text | None = None, role: str = "", *, wrap: bool = False) -> QLabel:
        """Make a label; without ``text`` it is filled later."""
        made = QLabel()
        made.setProperty("role", role)
        made.setWordWrap(wrap)
        if text is not None:
            self.language.word(made, text)
        return made

    def code_label(self, *, wrap: bool = False) -> QLabel:
        """Make a label that is set in the face of codes and can be selected; it is filled later."""
        made = self.label(wrap=wrap)
        # The style sheet sets the face of all widgets, so this one must be set by one too.
        families = ", ".join(f'"{family}"' for family in monospaced().families())
        made.setStyleSheet(f"font-family: {families}, monospace;")
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made

    def button(
        self, text: Text, clicked: Callable[[], object], role: str = "", *, icon_name: str = ""
    ) -> Button:
        """Make a button that calls ``clicked``."""
        made = Button(role, icon_name)
        self.language.word(made, text)
        made.clicked.connect(lambda _checked: clicked())
        return made

    def field(self, placeholder: Text | None = None) -> QLineEdit:
        """Make a line to type in."""
        made = QLineEdit()
        if placeholder is not None:
            self.language.word(made, placeholder, "setPlaceholderText")
        return made

    def spin_box(self, least: int, most: int, value: int) -> QSpinBox:
        """Make a field for a whole number."""
        made = QSpinBox()
        made.setLocale(_GROUPED)
        made.setGroupSeparatorShown(True)
        made.setRange(least, most)
        made.setValue(value)
        made.lineEdit().setTextMargins(GRID, 0, 0, 0)
        return made

    def card(self, *items: Item, spacing: int = 2 * GRID) -> QFrame:
        """Make a framed surface with ``items`` below each other."""
        frame = QFrame()
        frame.setProperty("role", "card")
        layout = column(*items, spacing=spacing)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        frame.setLayout(layout)
        return frame


def row(*items: Item, spacing: int = 2 * GRID) -> QHBoxLayout:
    """Put ``items`` beside each other."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing)
    return layout


def column(*items: Item, spacing: int = 2 * GRID) -> QVBoxLayout:
    """Put ``items`` below each other."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing)
    return layout


def _fill(layout: QBoxLayout, items: tuple[Item, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def segments(*buttons: Button) -> QFrame:
    """Put buttons of which one is chosen on one ground."""
    frame = QFrame()
    frame.setProperty("role", "segments")
    layout = row(*buttons, spacing=0)
    layout.setContentsMargins(2, 2, 2, 2)
    frame.setLayout(layout)
    return frame


def box(layout: QLayout) -> QWidget:
    """Wrap a layout into a widget without margins."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def facts(*pairs: tuple[QWidget, QWidget], columns: int = 1) -> QGridLayout:
    """Put pairs of name and value below each other, in so many ``columns`` of pairs."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID)
    for place, (name, value) in enumerate(pairs):
        line, side = divmod(place, columns)
        grid.addWidget(name, line, 2 * side, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, line, 2 * side + 1)
        if isinstance(value, QLabel):
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(2 * side + 1, 1)
    return grid


def scrolling(content: QWidget) -> QScrollArea:
    """Let ``content`` scroll downwards when the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    content.setProperty("role", "plain")
    area.setWidget(content)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return area


def emptied(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
