"""How Packmark looks: two palettes, one accent colour, an 8-pixel grid and three text sizes.

The shapes of things stand in ``resources/style/packmark.qss``; the colours are filled in here.
"""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources

GRID = 8
"""All distances are multiples of this many pixels."""
FIGURE_PT = 72
"""Size of the digits that a line lead reads at arm's length."""
_KEY = "dark"
_FAMILIES = ("Segoe UI", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "DejaVu Sans")
_CHINESE_FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
_MONOSPACED = ("Cascadia Mono", "Consolas", "SF Mono", "Menlo", "DejaVu Sans Mono", "Noto Sans Mono")


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette, as ``#rrggbb``. The six state colours stand for the same states everywhere."""

    window: str
    surface: str
    sunken: str
    rail: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    running: str
    done: str
    attention: str
    stopped: str
    unknown: str
    idle: str
    dark: bool = False


LIGHT = Colours(
    window="#f4f6f8",
    surface="#ffffff",
    sunken="#eef1f4",
    rail="#ffffff",
    border="#dbe1e7",
    text="#17212b",
    muted="#5a6976",
    accent="#0e7480",
    accent_hover="#0b5f69",
    accent_soft="#dff1f2",
    on_accent="#ffffff",
    running="#1c64d1",
    done="#23803a",
    attention="#b56a00",
    stopped="#c62f2f",
    unknown="#7a3fc4",
    idle="#6b7885",
)
DARK = Colours(
    window="#11171d",
    surface="#1a222a",
    sunken="#141b22",
    rail="#161d25",
    border="#2d3945",
    text="#e7edf2",
    muted="#98a7b5",
    accent="#3cb8c2",
    accent_hover="#5accd5",
    accent_soft="#173a3f",
    on_accent="#06181a",
    running="#6ea8ff",
    done="#5fcf7c",
    attention="#f0b04a",
    stopped="#ff7b74",
    unknown="#c39bff",
    idle="#8b9aa8",
    dark=True,
)


def colours_now() -> Colours:
    """Return the palette in use, for widgets that paint themselves.

    The application is asked and not the widget: the style sheet gives widgets palettes of their own.
    """
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def mixed(colour: str, ground: str, share: float) -> QColor:
    """Return ``colour`` laid thinly over ``ground``; ``share`` 0 to 1 of it is ``colour``."""
    top, below = QColor(colour), QColor(ground)
    rest = 1 - share
    return QColor(
        round(top.red() * share + below.red() * rest),
        round(top.green() * share + below.green() * rest),
        round(top.blue() * share + below.blue() * rest),
    )


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` a look of the style sheet, such as ``"card"``, ``"title"`` or ``"primary"``."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def monospaced(points: float | None = None) -> QFont:
    """Return the face that codes are set in."""
    font = QFont()
    font.setFamilies(list(_MONOSPACED))
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(points or body_points())
    return font


def body_points() -> float:
    """Return the size of running text in points (on macOS a point is a pixel)."""
    return 13 if sys.platform == "darwin" else 10


class Style(QObject):
    """Dresses the application, light or dark.

    Signals:
        changed: the palette changed; pictures with colours of their own are made anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        remembered = settings.value(_KEY)
        if remembered is None:
            self._dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            self._dark = str(remembered) == "true"
        QDir.setSearchPaths("icons", [str(Path(resources.__file__).parent / "icons")])
        app.setStyle("Fusion")
        self._apply()

    @property
    def dark(self) -> bool:
        """Tell whether the windows are dark."""
        return self._dark

    @property
    def colours(self) -> Colours:
        """The palette in use."""
        return DARK if self._dark else LIGHT

    def choose(self, *, dark: bool) -> None:
        """Make the windows light or dark and remember it."""
        self._settings.setValue(_KEY, "true" if dark else "false")
        if dark != self._dark:
            self._dark = dark
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        font = QFont()
        known = set(QFontDatabase.families())
        font.setFamilies([family for family in (*_FAMILIES, *_CHINESE_FAMILIES) if family in known])
        font.setPointSizeF(body_points())
        self._app.setFont(font)
        self._app.setPalette(_palette(self.colours))
        sheet = style_sheet(self.colours)
        if sheet != self._app.styleSheet():  # setting it visits every widget, even if nothing changes
            self._app.setStyleSheet(sheet)


def style_sheet(colours: Colours) -> str:
    """Return the style sheet with the colours and sizes filled in."""
    body = body_points()
    names = {
        **{name: str(value) for name, value in asdict(colours).items()},
        "check": "check-dark" if colours.dark else "check",
        "attention_soft": mixed(colours.attention, colours.surface, 0.14).name(),
        "stopped_soft": mixed(colours.stopped, colours.surface, 0.12).name(),
        "done_soft": mixed(colours.done, colours.surface, 0.12).name(),
        "running_soft": mixed(colours.running, colours.surface, 0.12).name(),
        "body_pt": f"{body}pt",
        "title_pt": f"{body * 1.8:g}pt",
        "heading_pt": f"{body * 1.2:g}pt",
        "touch_pt": f"{body * 1.8:g}pt",
    }
    sheet = resources.read_text("style/packmark.qss")
    for name in sorted(names, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", names[name])
    return sheet


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.stopped),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Accent, colours.accent),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.idle))
    return palette
