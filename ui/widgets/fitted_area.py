"""A part of a page that is as high as what it holds while there is room, and scrolls when there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class FittedArea(QScrollArea):
    """Wishes to be as high as ``content``; may be as low as ``least_px``."""

    def __init__(self, content: QWidget, least_px: int) -> None:
        super().__init__()
        self._content = content
        self._least_px = least_px
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Keys go to what it holds, which is brought into sight by getting them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("role", "plain")
        self.setWidget(content)
        content.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Return the size of what it holds."""
        return QSize(self._inner().width(), self._content_height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of what it holds; the height is that of ``least_px``, or less if it holds less."""
        return QSize(self._inner().width(), min(self._least_px, self._content_height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what it holds."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wish for another height when texts break otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _inner(self) -> QSize:
        return self._content.minimumSizeHint()

    def _content_height(self) -> int:
        layout = self._content.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(max(self.viewport().width(), self._inner().width()))
        return self._content.sizeHint().height()
