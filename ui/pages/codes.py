"""Codes: how many are left and how long they last, and the life of each single one."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.errors import PackmarkError
from desktop.operations import codes
from desktop.operations.codes import FoundCode
from desktop.operations.plant import Plant
from desktop.texts import say
from ui.kit import column, row
from ui.pages.code_search import CodeSearch
from ui.pages.page import Page
from ui.pages.pool_view import Pool, PoolView, read_pool
from ui.scans import takes_scans
from ui.style import GRID
from ui.widgets.empty import EmptyPage
from ui.widgets.notice import Notice
from ui.workplace import Workplace

_TYPING_MS = 120
_MOST_FOUND = 200
_POOL, _FOUND, _EMPTY = range(3)


class CodesPage(Page):
    """The pool; while something stands in the search field, what was found instead."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.CODES, Kind.PRODUCTS, Kind.JOBS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._asked = 0
        self._pool = Pool((), (), (), ())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._search)
        self.bring = kit.button(say("Import codes"), lambda: self.take([]), "primary", icon_name="import")
        self.plan = kit.button(say("Plan …"), self._plan)
        self.give_back = kit.button(say("Return unused …"), self._return)
        self.prove = kit.button(say("Prove uniqueness …"), self._prove)
        self.check_proof = kit.button(say("Check a proof …"), self._check_proof)
        self.field = kit.field(say("Find a code: scan it, or type how it begins"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(72 * GRID)
        takes_scans(self.field)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._search_now)
        self._hint = kit.label(role="muted")
        self.notice = Notice(kit)
        self.pool = PoolView(work)
        self.found = CodeSearch(work)
        self._stack = QStackedWidget()
        for view in (self.pool, self.found, self._make_empty()):
            self._stack.addWidget(view)
        self._tools = row(self.check_proof, self.prove, self.give_back, self.plan, self.bring, spacing=GRID)
        search = row(self.field, self._hint, 1)
        search.setStretch(0, 2)
        self.lay_out(
            row(kit.label(say("Codes"), "title"), 1, self._tools), search, self.notice, column(self._stack)
        )
        self.setAcceptDrops(True)
        self.shortcut("Ctrl+I", say("Import codes"), self.bring)
        self.shortcut("Ctrl+P", say("Plan codes for a production"), self.plan)
        self.shortcuts += [("Ctrl+F", say("Find a code")), ("Esc", say("Back to the pool"))]
        self.key("Ctrl+F", self._focus_search)
        self.key("Esc", self.field.clear)

    def refresh(self) -> None:
        """Read the pool anew, and what is found."""
        plant = self.work.plant
        self.work.background.run(lambda _report: read_pool(plant), receiver=self, done=self._show)
        if self.field.text().strip():
            self._search()

    def reword(self) -> None:
        """Word the lists anew."""
        self.pool.reword()
        self.found.reword()

    def show_what(self, what: object) -> None:
        """Find a code; ``"import"`` asks for code files."""
        if what == "import":
            self.take([])
        elif isinstance(what, str):
            self.field.setText(what)
            self._search_now()

    def take(self, paths: list[Path]) -> None:
        """Import code files; none: ask for them."""
        from ui.dialogs.import_codes import ImportCodes  # noqa: PLC0415 (start-up)

        ImportCodes(self.work, paths, self).ask()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import files that are dropped here."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # Later, so that the program that the files came from is not kept waiting by our dialog.
        QTimer.singleShot(0, self, lambda: self.take(paths))

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        to_products = kit.button(
            say("Go to products"), lambda: self.work.go("products"), "primary", icon_name="products"
        )
        return EmptyPage(
            kit,
            "codes",
            say("No products yet"),
            say(
                "Here you see how many codes are left on each pack level and how long they last, and what "
                "became of each. Codes belong to products: bring in the products first."
            ),
            to_products,
        )

    def _show(self, pool: Pool) -> None:
        self._pool = pool
        self.pool.show_pool(pool)
        for button in (self.plan, self.give_back, self.prove, self.bring):
            button.setVisible(bool(pool.outlook))
        self.field.setVisible(bool(pool.outlook))
        self._switch()

    def _switch(self) -> None:
        searching = bool(self.field.text().strip())
        self._stack.setCurrentIndex(
            (_FOUND if searching else _POOL) if self._pool.outlook else _EMPTY,
        )
        self._hint.setVisible(searching)

    def _focus_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._search_now()

    def _search_now(self) -> None:
        self._timer.stop()
        self._search()

    def _search(self) -> None:
        self._asked += 1
        asked, plant, text = self._asked, self.work.plant, self.field.text().strip()
        if not text:
            self.notice.hide()
            self._switch()
            return
        self.work.background.run(
            lambda _report: _find(plant, text),
            receiver=self,
            done=lambda found: self._show_found(asked, text, found),
            failed=lambda error: self._fail(asked, error),
        )

    def _show_found(self, asked: int, text: str, found: tuple[FoundCode, ...]) -> None:
        if asked != self._asked:
            return  # the person has typed on
        self.notice.hide()
        self.found.show_found(found)
        note = None
        if not found:
            note = say("No code of the pool begins with {text}.", text=text)
        elif len(found) == _MOST_FOUND:
            note = say("The first {n}; type on for fewer.", n=_MOST_FOUND)
        self.work.language.word(self._hint, note)
        self._switch()

    def _fail(self, asked: int, error: PackmarkError) -> None:
        if asked == self._asked:
            self.work.language.word(self._hint, None)
            self.notice.trouble(error)

    def _plan(self) -> None:
        from ui.dialogs.plan_codes import PlanCodes  # noqa: PLC0415 (start-up)

        PlanCodes(self.work, self).ask()

    def _return(self) -> None:
        from ui.dialogs.return_codes import ReturnCodes  # noqa: PLC0415 (start-up)

        ReturnCodes(self.work, self).ask()

    def _prove(self) -> None:
        from ui.dialogs.prove_uniqueness import ProveUniqueness  # noqa: PLC0415 (start-up)

        ProveUniqueness(self.work, self).ask()

    def _check_proof(self) -> None:
        from ui.dialogs.check_proof import CheckProof  # noqa: PLC0415 (start-up)

        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(self, word(say("Check a proof")), "", "JSON (*.json)")
        if name:
            CheckProof(self.work, Path(name), self).ask()


def _find(plant: Plant, text: str) -> tuple[FoundCode, ...]:
    return codes.search_codes(plant, text, limit=_MOST_FOUND)
