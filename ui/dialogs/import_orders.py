"""Work orders from a file of the ERP: every row and every fault is seen before anything is planned."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFileDialog, QPlainTextEdit, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import lines, order_files
from desktop.operations.lines import LineRow
from desktop.operations.order_files import (
    Imported,
    OrderProfile,
    OrdersPreview,
    OrderTerms,
    PreviewedAs,
    PreviewedOrder,
)
from desktop.operations.order_planning import SPARE_PERCENT
from desktop.products.code_plan import MOST_SPARE
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.orders.terms import TermsFields
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, day, number
from ui.workplace import Workplace

_PROFILES = say("Profiles (*.json)")
_PROFILE_KEY = "orders/profile"
_ROWS, _FAULTS, _TERMS = range(3)
_TYPING_MS = 200
_OUTCOMES: dict[PreviewedAs, tuple[Mark, Text]] = {
    PreviewedAs.NEW: (Mark.DONE, say("Is planned")),
    PreviewedAs.KNOWN: (Mark.IDLE, say("Known already")),
    PreviewedAs.FAULTY: (Mark.STOPPED, say("Has a fault")),
}


class ImportOrders(Dialog):
    """Shows what a file would plan, and plans it.

    Attributes:
        preview: what is shown; None while the file is read, or where it is no table of orders.
        imported: what was planned, once it is.
    """

    def __init__(self, work: Workplace, path: Path, parent: QWidget | None) -> None:
        super().__init__(work, say("Import work orders"), parent)
        kit = work.kit
        self._path, self._asked = path, 0
        self._profile = order_files.STANDARD
        self.preview: OrdersPreview | None = None
        self.imported: Imported | None = None
        self.badge = StateBadge(kit.language)
        self._sum = kit.label(wrap=True)
        file = kit.label(role="muted", wrap=True)
        file.setText(path.name)
        self._profile_name = kit.label(role="muted")
        self.choose_profile = kit.button(say("Column names of the ERP …"), self._ask_profile)
        self.own_names = kit.button(say("Our own names"), self._forget_profile, "quiet")
        self.rows: Table[PreviewedOrder] = Table(work, say("Orders"), _columns(), tools=False)
        self.faults = QPlainTextEdit()
        self.faults.setReadOnly(True)
        kit.language.word(self.faults, say("Faults"), "setAccessibleName")
        self.line = QComboBox()
        self.spare = QDoubleSpinBox()
        self.spare.setRange(0, MOST_SPARE)
        self.spare.setDecimals(1)
        self.spare.setSuffix(" %")
        self.spare.setValue(SPARE_PERCENT)
        self.spare.lineEdit().setTextMargins(GRID, 0, 0, 0)
        self.terms = TermsFields(work)
        self.tabs = Tabs(kit)
        self.tabs.add(say("Orders"), kit.card(self.rows))
        self.tabs.add(say("Faults"), kit.card(self.faults))
        self.tabs.add(say("Terms"), kit.card(self._make_terms()))
        self.take = kit.button(say("Plan these orders"), self._import, "primary")
        self.take.setDefault(True)
        head = row(
            self.badge,
            box(column(self._sum, file, spacing=2)),
            self._profile_name,
            self.own_names,
            self.choose_profile,
        )
        head.setStretch(1, 1)
        self.lay_out(head, self.tabs, buttons=(kit.button(say("Cancel"), self.reject), self.take))
        self.layout().itemAt(1).layout().setStretch(1, 1)  # type: ignore[union-attr]  # the tabs
        self.resize(116 * GRID, 78 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._read)
        self.line.currentIndexChanged.connect(lambda _place: self._outdate())
        self.spare.valueChanged.connect(lambda _value: self._outdate())
        self.terms.points.textChanged.connect(self._outdate)
        self._begin()

    def _make_terms(self) -> QWidget:
        kit = self.work.kit
        told = kit.label(say("These hold for all orders of the file."), "muted")
        fields = row(
            FormField(kit, say("Line where a row names none"), self.line),
            FormField(kit, say("Spare codes"), self.spare),
            1,
        )
        return box(column(told, fields, self.terms, 1, spacing=GRID))

    def _begin(self) -> None:
        plant, remembered = self.work.plant, str(self.work.settings.value(_PROFILE_KEY, ""))
        self._show_profile()
        self.work.background.run(
            lambda _report: lines.list_lines(plant), receiver=self, done=self._show_lines
        )
        if remembered and Path(remembered).is_file():
            self._read_profile(Path(remembered))
        else:
            self._read()

    def _show_lines(self, rows: tuple[LineRow, ...]) -> None:
        self.line.blockSignals(True)
        for one in rows:
            self.line.addItem(one.line.name)
        self.line.blockSignals(False)
        if len(rows) > 1:
            self._read()

    def _ask_profile(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(self, word(say("Column names of the ERP")), "", word(_PROFILES))
        if name:
            self._read_profile(Path(name))

    def _read_profile(self, path: Path) -> None:
        self.work.background.run(
            lambda _report: order_files.read_profile(path),
            receiver=self,
            done=lambda profile: self._take_profile(profile, path),
            failed=self._no_profile,
        )

    def _no_profile(self, error: PackmarkError) -> None:
        """Tell what is wrong with a profile, and do not begin with it the next time."""
        self.work.settings.remove(_PROFILE_KEY)
        self._fail(error)
        self.own_names.show()

    def _take_profile(self, profile: OrderProfile, path: Path) -> None:
        self._profile = profile
        self.work.settings.setValue(_PROFILE_KEY, str(path))
        self._show_profile()
        self._read()

    def _forget_profile(self) -> None:
        self._profile = order_files.STANDARD
        self.work.settings.remove(_PROFILE_KEY)
        self._show_profile()
        self._read()

    def _show_profile(self) -> None:
        name = self._profile.name
        self._profile_name.setText(name)
        self.own_names.setVisible(bool(name))

    def _terms(self) -> OrderTerms:
        asked = self.terms.terms()
        return OrderTerms(
            line=self.line.currentText(),
            spare_percent=round(self.spare.value(), 1),
            first_article=asked.first_article,
            clearance=asked.clearance,
            reviewed=asked.reviewed,
            two_people=asked.two_people,
        )

    def _outdate(self) -> None:
        """Take nothing by terms that nobody has seen the outcome of."""
        self.take.setEnabled(False)
        self._timer.start()

    def _read(self) -> None:
        self._asked += 1
        asked, plant, path = self._asked, self.work.plant, self._path
        profile, terms = self._profile, self._terms()
        self.take.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Being read"))
        self.work.background.run(
            lambda _report: order_files.preview_orders(plant, path, profile, terms),
            receiver=self,
            done=lambda preview: self._show(asked, preview),
            failed=self._fail,
        )

    def _fail(self, error: PackmarkError) -> None:
        self.preview = None
        self.take.setEnabled(False)
        self.rows.put(())
        self._sum.clear()
        self.badge.show_state(Mark.STOPPED, say("Refused"))
        self.notice.trouble(error)

    def _show(self, asked: int, preview: OrdersPreview) -> None:
        if asked != self._asked:
            return
        first, self.preview = self.preview is None, preview
        word = self.work.language
        self.notice.hide()
        self.rows.put(preview.rows)
        told = [word(problem) for problem in preview.problems]
        more = preview.problem_count - len(told)
        if more:
            told.append(word(say_count("... and {n} more problem.", "... and {n} more problems.", n=more)))
        self.faults.setPlainText("\n".join(told))
        faulty = preview.problem_count
        word.word(self.tabs.buttons[_FAULTS], say_count("{n} fault", "{n} faults", n=faulty))
        self.tabs.buttons[_FAULTS].setVisible(bool(faulty))
        known = sum(one.outcome is PreviewedAs.KNOWN for one in preview.rows)
        word.word(
            self._sum,
            say("{new} to be planned, {known} known already", new=number(preview.new), known=number(known)),
        )
        if faulty:
            self.badge.show_state(Mark.STOPPED, say("Nothing is taken while it has faults"))
        elif preview.new:
            self.badge.show_state(Mark.DONE, say("Sound"))
        else:
            self.badge.show_state(Mark.IDLE, say("Nothing new"))
        if first and faulty:
            self.tabs.choose(_FAULTS)
        elif not faulty and self.tabs.current() == _FAULTS:
            self.tabs.choose(_ROWS)
        self.take.setEnabled(not faulty and preview.new > 0)
        if first:
            (self.take if self.take.isEnabled() else self.choose_profile).setFocus()

    def _import(self) -> None:
        plant, path, profile, terms = self.work.plant, self._path, self._profile, self._terms()
        self.take.setEnabled(False)
        self.work.background.run(
            lambda _report: order_files.import_orders(plant, path, profile, terms),
            receiver=self,
            done=self._done,
            failed=self._fail,
        )

    def _done(self, result: tuple[Imported, Changes]) -> None:
        self.imported, changes = result
        self.work.announce(changes)
        self.work.messages.done(
            say(
                "Orders planned: {planned}; known already: {known}.",
                planned=len(self.imported.planned),
                known=len(self.imported.known),
            )
        )
        self.accept()


def _columns() -> tuple[Column[PreviewedOrder], ...]:
    return (
        Column(
            say("What happens"),
            lambda item: _OUTCOMES[item.outcome][1],
            mark=lambda item: _OUTCOMES[item.outcome][0],
        ),
        Column(say("File line"), lambda item: item.line),
        Column(say("Order"), lambda item: item.number),
        Column(say("Product"), lambda item: item.product, wide=True),
        Column(say("Units"), lambda item: item.units),
        Column(say("Packing line"), lambda item: item.line_name),
        Column(say("Planned for"), lambda item: "" if item.planned_for is None else day(item.planned_for)),
    )
