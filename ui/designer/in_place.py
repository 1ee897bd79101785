"""Writing in a text, a symbol or a code block where it stands on the label."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.errors import InputError
from desktop.labels import edits
from desktop.labels.elements import CodeBlock, Element, SymbolElement, TextElement
from desktop.texts import say
from ui.designer.session import DesignSession
from ui.style import set_role
from ui.workplace import Workplace


class InPlace(QPlainTextEdit):
    """A small editor over the element. Enter keeps what was written, Esc does not.

    While it is written the label follows, as long as it can be read.
    """

    def __init__(self, work: Workplace, session: DesignSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._session = session
        self._canvas = parent
        self._name = ""
        self.hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        work.language.word(self, say("Text of the element"), "setAccessibleName")
        self.textChanged.connect(self._follow)

    def begin(self, name: str, room: QRect) -> None:
        """Write in an element that has something to say; others have nothing to write in."""
        said = _said(edits.element(self._session.design, name))
        if said is None:
            return
        self._name = ""
        self.setPlainText(said[1])
        self._name = name
        height = max(room.height() + 8, self.fontMetrics().height() * (said[1].count("\n") + 1) + 22)
        place = QRect(room.left() - 8, room.center().y() - height // 2, max(room.width() + 32, 220), height)
        limits = self._canvas.rect().adjusted(4, 4, -4, -4)
        place.setWidth(min(place.width(), limits.width()))
        place.moveLeft(max(limits.left(), min(place.left(), limits.right() - place.width())))
        place.moveTop(max(limits.top(), min(place.top(), limits.bottom() - place.height())))
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus()

    def keep(self) -> bool:
        """Keep what was written; tell whether it can be read."""
        if not self._name:
            return True
        fault = self._propose()
        if fault is not None:
            self._tell(fault)
            return False
        name, self._name = self._name, ""
        self._session.settle(say("Write: {name}", name=name))
        self._close()
        return True

    def leave(self) -> None:
        """Forget what was written."""
        self._name = ""
        self._session.withdraw()
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps (in a text that wraps: Ctrl+Enter), Esc forgets."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and (not self._wraps() or event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        ) or event.key() == Qt.Key.Key_Tab:
            self.keep()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the window (Ctrl+Z, Delete) for what is written."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere keeps what can be read."""
        super().focusOutEvent(event)
        if self._name and not self.keep():
            self.leave()

    def _wraps(self) -> bool:
        element = edits.element(self._session.design, self._name)
        return isinstance(element, TextElement) and element.wrap

    def _follow(self) -> None:
        if self._name:
            self._tell(self._propose())

    def _propose(self) -> InputError | None:
        said = _said(edits.element(self._session.design, self._name))
        assert said is not None
        try:
            design = edits.with_attribute(self._session.design, (self._name,), said[0], self.toPlainText())
        except InputError as error:
            return error
        self._session.propose(design)
        return None

    def _tell(self, fault: InputError | None) -> None:
        self.setToolTip("" if fault is None else self._work.language(fault.text))
        role = "" if fault is None else "faulty"
        if self.property("role") != role:
            set_role(self, role)

    def _close(self) -> None:
        self._tell(None)
        self.hide()
        self._canvas.setFocus()


def _said(element: Element) -> tuple[str, str] | None:
    """Return the attribute that holds what an element says, and that."""
    match element:
        case TextElement():
            return "text", element.text
        case SymbolElement():
            return "data", element.data
        case CodeBlock():
            return "heading", element.heading
        case _:
            return None
