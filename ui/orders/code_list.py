"""The list behind a number: page by page however long it is, searched by digits, copied and exported."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QVBoxLayout, QWidget

from desktop.operations import reconciliation
from desktop.operations.pack_destruction import DESTROYABLE
from desktop.operations.pack_orders import SETTLING
from desktop.operations.reconciliation import PAGE, START, ListedPack
from desktop.packing.order import OrderState
from desktop.packing.reconciliation import Listing, listing_name
from desktop.texts import Text, say
from ui.dialogs.destroy_packs import DestroyPacks, Wanted
from ui.kit import column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.work_strip import WorkStrip
from ui.wording import CODE_STATES, code_grouped, level_name, number
from ui.workplace import Workplace

_CODE_COLUMN = 0


class CodeList(QWidget):
    """Shows the codes of one level in one listing of an order.

    Signals:
        left: the person wants back to the sums.
    """

    left = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._order_id = 0
        self._level = 1
        self._listing = Listing.PACKED
        self._state = OrderState.CLOSED
        self._starts: list[tuple[int, int]] = [START]
        self._asked = 0
        self.heading = kit.label(role="heading")
        self.back = kit.button(say("Sums"), self.left.emit, "quiet", icon_name="back")
        self.digits = kit.field(say("Digits of a code, then Enter"))
        self.digits.setClearButtonEnabled(True)
        self.digits.setFixedWidth(36 * GRID)
        self.digits.returnPressed.connect(self._search)
        self.copy = kit.button(say("Copy"), self._copy, "quiet", icon_name="copy")
        self.export = kit.button(say("Export CSV"), self._export, "quiet", icon_name="export")
        self.scrap = kit.button(say("Destroyed …"), self._scrap, "quiet", icon_name="pack-scrap")
        self.table: Table[ListedPack] = Table(work, say("Codes"), _columns(), tools=False)
        self.table.view.setSortingEnabled(False)  # a page of a long list has the list's own order
        self.table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.view.clicked.connect(self._clicked)
        self.table.opened.connect(lambda one: self._trace(one.code))
        self.strip = WorkStrip(kit)
        self.place = kit.label(role="muted")
        self.before = kit.button(say("Page before"), self._page_before, "quiet", icon_name="back")
        self.next = kit.button(say("Next page"), self._next_page, "quiet", icon_name="forward")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(
            column(
                row(self.back, self.heading, 1, spacing=GRID),
                row(self.digits, 1, self.scrap, self.copy, self.export, spacing=GRID),
                self.strip,
                self.table,
                row(
                    kit.label(say("A click on a code, or Enter, opens its trace."), "muted"),
                    1,
                    self.place,
                    self.before,
                    self.next,
                    spacing=GRID,
                ),
                spacing=GRID,
            )
        )
        for keys, act in (
            ("Esc", self.left.emit),
            (QKeySequence.StandardKey.Copy, self._copy),
            ("Alt+Left", self._page_before),
            ("Alt+Right", self._next_page),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def show_listing(
        self, order_id: int, level: int, listing: Listing, state: OrderState = OrderState.CLOSED
    ) -> None:
        """Show the first page of a list; in some states of an order its packs can be destroyed."""
        self._order_id, self._level, self._listing, self._state = order_id, level, listing, state
        self.scrap.setVisible(listing in DESTROYABLE and state in SETTLING)
        self.digits.clear()
        told = say("{level}: {list}", level=level_name(level), list=listing_name(listing))
        self._work.language.word(self.heading, told)
        self._search()
        self.table.view.setFocus()

    def _search(self) -> None:
        self._starts = [START]
        self._read()

    def _next_page(self) -> None:
        if self.next.isEnabled():
            self._starts.append(self.table.model.rows()[-1].key)
            self._read()

    def _page_before(self) -> None:
        if self.before.isEnabled():
            self._starts.pop()
            self._read()

    def _read(self) -> None:
        plant, order_id, level, listing = self._work.plant, self._order_id, self._level, self._listing
        after, digits = self._starts[-1], self.digits.text()
        self._asked += 1
        asked = self._asked
        self.before.setEnabled(False)
        self.next.setEnabled(False)

        def show(page: tuple[ListedPack, ...]) -> None:
            if asked == self._asked:
                self._show(page)

        # One more than is shown tells whether there is a page behind.
        self._work.background.run(
            lambda _report: reconciliation.listed(plant, order_id, level, listing, after, PAGE + 1, digits),
            receiver=self,
            done=show,
        )

    def _show(self, page: tuple[ListedPack, ...]) -> None:
        self.table.put(page[:PAGE])
        if page:
            self.table.view.selectRow(0)
        self.before.setEnabled(len(self._starts) > 1)
        self.next.setEnabled(len(page) > PAGE)
        self.copy.setEnabled(bool(page))
        self.scrap.setEnabled(bool(page))
        self._work.language.word(self.place, self._told(len(page[:PAGE])))

    def _told(self, count: int) -> Text:
        if not count:
            return say("No codes")
        first = (len(self._starts) - 1) * PAGE + 1
        return say("{first} to {last}", first=number(first), last=number(first + count - 1))

    def _clicked(self, index: QModelIndex) -> None:
        is_plain = QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        if index.column() == _CODE_COLUMN and is_plain:  # with Ctrl or Shift it chooses more rows
            self._trace(self.table.model.row_at(index.row()).code)

    def _trace(self, code: str) -> None:
        self._work.go("trace", code)

    def _copy(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is not None:
            QGuiApplication.clipboard().setText(chosen.code)
            self._work.messages.done(say("Copied {code}.", code=code_grouped(chosen.code)))

    def _scrap(self) -> None:
        lines = sorted(one.row() for one in self.table.view.selectionModel().selectedRows())
        chosen = tuple(self.table.model.row_at(line).code for line in lines)
        wanted = Wanted(self._order_id, self._state, self._level, self._listing, self.digits.text(), chosen)
        DestroyPacks(self._work, wanted, self).ask()
        self._search()

    def _export(self) -> None:
        title = self._work.language(say("Export CSV"))
        name, _ = QFileDialog.getSaveFileName(self, title, f"{self._listing.value}.csv", "CSV (*.csv)")
        if not name:
            return
        plant, order_id, level, listing = self._work.plant, self._order_id, self._level, self._listing
        language, path = self._work.language.code, Path(name)
        self.export.setEnabled(False)
        task = self._work.background.run(
            lambda report: reconciliation.write_list(plant, order_id, level, listing, path, language, report),
            receiver=self,
            done=lambda _count: self._work.messages.done(say("Exported to {path}.", path=name)),
            progress=self.strip.progress,
            ended=self._export_ended,
        )
        self.strip.begin(say("Writing the list"), task)

    def _export_ended(self) -> None:
        self.strip.end()
        self.export.setEnabled(True)


def _columns() -> tuple[Column[ListedPack], ...]:
    return (
        Column(say("Code"), lambda one: code_grouped(one.code), code=True),
        Column(
            say("State"), lambda one: CODE_STATES[one.state][1], mark=lambda one: CODE_STATES[one.state][0]
        ),
        Column(say("Print job"), lambda one: one.job_id),
        Column(say("Label"), lambda one: one.number),
        Column(say("Holds"), lambda one: one.children),
        Column(say("In pack"), lambda one: code_grouped(one.parent), code=True, wide=True),
    )
