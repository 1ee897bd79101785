"""Pictures on buttons: one set of line drawings, coloured as needed."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

import resources

_SCALE = 3
"""Icons are drawn three times as large as shown, for screens of high density."""


def icon(name: str, colour: str, *, checked: str | None = None, disabled: str | None = None) -> QIcon:
    """Return the icon ``name`` of ``resources/icons`` in ``colour``.

    Args:
        name: file name without ending.
        colour: as ``#rrggbb``.
        checked: colour while its button is checked.
        disabled: colour while its button is disabled.
    """
    result = QIcon(pixmap(name, colour))
    if checked is not None:
        result.addPixmap(pixmap(name, checked), QIcon.Mode.Normal, QIcon.State.On)
    if disabled is not None:
        result.addPixmap(pixmap(name, disabled), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, colour: str, size: int = 24) -> QPixmap:
    """Draw the icon ``name`` in ``colour``, ``size`` pixels wide and high."""
    key = f"packmark {name} {colour} {size}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    svg = resources.read_text(f"icons/{name}.svg").replace("currentColor", colour)
    picture = QPixmap(size * _SCALE, size * _SCALE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(_SCALE)
    QPixmapCache.insert(key, picture)
    return picture
