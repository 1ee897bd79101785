"""A code as people read it: monospaced, grouped, whole; one click copies it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.texts import say
from ui.language import Language
from ui.messages import Messages
from ui.style import monospaced
from ui.wording import code_grouped


class CodeButton(QPushButton):
    """Shows a code; a click puts it on the clipboard without spaces."""

    def __init__(
        self,
        language: Language,
        messages: Messages,
        *,
        points: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._code = ""
        self.setProperty("role", "code")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        face = monospaced(points)
        families = ", ".join(f'"{family}"' for family in face.families())
        # The style sheet sets the size of all widgets, so the face must be set by one too.
        self.setStyleSheet(f"font-family: {families}, monospace; font-size: {face.pointSizeF():g}pt;")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        language.word(self, say("Click to copy"), "setToolTip")
        self.clicked.connect(self._copy)

    def show_code(self, code: str) -> None:
        """Show ``code``; an empty one shows a dash."""
        self._code = code
        self.setText(code_grouped(code) or "\N{EN DASH}")
        self.setEnabled(bool(code))

    def code(self) -> str:
        """Return the code without spaces."""
        return self._code

    def minimumSizeHint(self) -> QSize:
        """Never be cut: a code is shown whole."""
        return self.sizeHint()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._messages.done(say("Copied {code}.", code=code_grouped(self._code)))
