"""The main window: a header, a rail of pages, the banner for messages, and the page itself."""

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.texts import CHINESE, Text, say
from ui.explaining import Explaining
from ui.kit import Button, column, row
from ui.messages import ask
from ui.pages.catalogue import PAGES, page_keys
from ui.pages.page import Page
from ui.style import GRID
from ui.widgets.notice import Notice
from ui.wording import Mark, Offer
from ui.workplace import Workplace

_RAIL_PX = 21 * GRID
_GEOMETRY = "geometry"
_FADING_MS = 8000
"""Long enough to read a sentence at arm's length."""


class MainWindow(QMainWindow):
    """Shows one page at a time; pages are made when they are first shown.

    Attributes:
        fading: runs while a message that only says that something went well is shown; it goes by itself.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._pages: dict[str, Page] = {}
        self._rail: dict[str, Button] = {}
        self.explaining = Explaining(work, self)
        self._stack = QStackedWidget()
        self._notice = Notice(work.kit)
        self._theme = work.kit.button(say("Dark"), self._switch_theme, "quiet")
        self._tongue = work.kit.button(say("中文"), self._switch_language, "quiet")
        self._word_switches()
        margin = QWidget()
        around = QVBoxLayout(margin)
        around.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        around.addWidget(self._notice)
        self._notice_room = margin
        margin.hide()
        self.fading = QTimer(self)
        self.fading.setSingleShot(True)
        self.fading.setInterval(_FADING_MS)
        self.fading.timeout.connect(margin.hide)
        body = row(self._make_rail(), column(margin, self._stack, spacing=0), spacing=0)
        body.setStretch(1, 1)
        centre = QWidget()
        centre.setLayout(column(self._make_header(), body, spacing=0))
        self.setCentralWidget(centre)
        self.setWindowTitle("Packmark")
        self.setMinimumSize(1100, 640)
        self._bind_keys()
        work.messages.told.connect(self._tell)
        work.messages.offered.connect(self._offer)
        work.messages.cleared.connect(margin.hide)
        self._notice.dismissed.connect(margin.hide)
        work.wanted.connect(self.go)
        work.language.changed.connect(self._word_switches)
        work.style.changed.connect(self._word_switches)
        geometry = work.settings.value(_GEOMETRY)
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1366, 768)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def go(self, name: str, what: object = None) -> None:
        """Show the page ``name`` and, on it, ``what``."""
        if name not in self._pages:
            entry = next(entry for entry in PAGES if entry.name == name)
            page = self._pages[name] = entry.make(self._work)
            self._stack.addWidget(page)
        self._rail[name].setChecked(True)
        self._stack.setCurrentWidget(self._pages[name])
        self._pages[name].setFocus()
        if what is not None:
            self._pages[name].show_what(what)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before running jobs are paused; then give everything back."""
        if self._work.running.ids and not self._may_pause():
            event.ignore()
            return
        self._work.settings.setValue(_GEOMETRY, self.saveGeometry())
        self.explaining.close()
        self._work.close()
        event.accept()

    def _may_pause(self) -> bool:
        return ask(
            self,
            self._work.language,
            say("Close Packmark"),
            say("Jobs are running. Pause them and close? Every label on its way is waited for."),
            say("Pause and close"),
            say("Keep running"),
        )

    def _make_header(self) -> QFrame:
        kit = self._work.kit
        frame = QFrame()
        frame.setProperty("role", "header")
        frame.setFixedHeight(7 * GRID)
        brand = kit.label(role="brand")
        brand.setText("Packmark")
        plant = kit.label(say("Plant: {name}", name=self._work.plant.data_folder.name), "muted")
        person = kit.label(say("User: {name}", name=self._work.plant.actor), "muted")
        find = kit.button(say("Go to …"), self._go_to, "quiet", icon_name="search")
        explain = kit.button(say("Explain a code"), self.explaining.ask, "quiet", icon_name="explain")
        kit.language.word(explain, say("Scan, paste or type any code (Ctrl+E)"), "setToolTip")
        layout = row(brand, 1, explain, find, plant, person, self._theme, self._tongue)
        layout.setContentsMargins(3 * GRID, 0, 2 * GRID, 0)
        frame.setLayout(layout)
        return frame

    def _make_rail(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "rail")
        frame.setFixedWidth(_RAIL_PX)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(GRID, 2 * GRID, GRID, 2 * GRID)
        layout.setSpacing(GRID // 2)
        for entry in PAGES:
            button = Button("rail", entry.name)
            self._work.language.word(button, entry.title)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked, name=entry.name: self.go(name))
            self._rail[entry.name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        keys = self._work.kit.button(say("Shortcuts (F1)"), self._show_shortcuts, "rail")
        layout.addWidget(keys)
        return frame

    def _bind_keys(self) -> None:
        for keys_of_page, entry in page_keys():
            keys = QShortcut(QKeySequence(keys_of_page), self)
            keys.activated.connect(lambda name=entry.name: self.go(name))
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self._go_to)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.explaining.ask)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._show_shortcuts)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self._switch_language)

    def _word_switches(self) -> None:
        language = self._work.language
        other = say("English") if language.code == CHINESE else say("中文")
        language.word(self._tongue, other)
        dark = self._work.style.dark
        language.word(self._theme, say("Light") if dark else say("Dark"))
        self._theme.change_icon("sun" if dark else "moon")

    def _switch_language(self) -> None:
        self._work.language.choose(self._work.language.other())

    def _switch_theme(self) -> None:
        self._work.style.choose(dark=not self._work.style.dark)

    def _tell(self, mark: Mark, text: Text, details: tuple[Text, ...]) -> None:
        self._notice.tell(mark, text, details)
        self._notice_room.show()
        if mark is Mark.DONE:
            self.fading.start()
        else:
            self.fading.stop()

    def _offer(self, mark: Mark, text: Text, offer: Offer) -> None:
        self._notice.tell(mark, text, offer=offer)
        self._notice_room.show()
        self.fading.stop()

    def _show_shortcuts(self) -> None:
        from ui.dialogs.shortcuts import ShortcutSheet  # noqa: PLC0415 (start-up)

        ShortcutSheet(self._work, self.page.shortcuts, self).ask()

    def _go_to(self) -> None:
        from ui.dialogs.go_to import GoTo  # noqa: PLC0415 (start-up)

        GoTo(self._work, self).ask()
