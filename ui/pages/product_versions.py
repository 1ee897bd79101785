"""The versions of a product, and what differs between two of them, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.operations import product_versions
from desktop.operations.plant import Plant
from desktop.operations.product_versions import VersionRow
from desktop.operations.products import ProductRow
from desktop.products.version import Difference
from desktop.texts import Text, say, say_count
from ui.kit import column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.wording import Mark, day, moment
from ui.workplace import Workplace

_DASH = "\N{EN DASH}"


class ProductVersions(QWidget):
    """A list of versions; the chosen one is compared with another."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._item: ProductRow | None = None
        self._rows: tuple[VersionRow, ...] = ()
        self._asked = 0
        kit = work.kit
        self.table: Table[VersionRow] = Table(work, say("Versions"), _version_columns(), tools=False)
        self.table.chosen.connect(lambda _row: self._choose_other())
        self.other = QComboBox()
        self.other.setMinimumWidth(24 * GRID)
        self.other.activated.connect(lambda _index: self._compare())
        work.language.word(self.other, say("Compare with"), "setAccessibleName")
        self._heading = kit.label(role="heading")
        self._none = kit.label(role="muted", wrap=True)
        self.differences: Table[Difference] = Table(
            work,
            say("Differences"),
            (
                Column(say("Field"), lambda item: item.title, width=200),
                Column(say("Before"), lambda item: item.old or _DASH, wide=True),
                Column(say("After"), lambda item: item.new or _DASH, wide=True),
            ),
            tools=False,
        )
        self._with = kit.label(say("Compare with"), "muted")
        compare = row(self._heading, 1, self._with, self.other, spacing=GRID)
        card = kit.card(compare, self._none, self.differences)
        card.layout().setAlignment(self._none, Qt.AlignmentFlag.AlignTop)  # type: ignore[union-attr]
        layout = column(kit.card(self.table), card)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_product(self, item: ProductRow) -> None:
        """Read the versions of ``item``."""
        self._item = item
        self._asked += 1
        asked, plant = self._asked, self._work.plant
        self._work.background.run(
            lambda _report: product_versions.versions(plant, item.id),
            receiver=self,
            done=lambda rows: self._show(asked, rows),
        )

    def reword(self) -> None:
        """Word the comparison anew."""
        self._fill_other()
        self._compare()

    def _show(self, asked: int, rows: tuple[VersionRow, ...]) -> None:
        if asked != self._asked:
            return
        self._rows = rows
        self.table.put(rows, same=lambda one, other: one.version.id == other.version.id)
        self.table.fit_height(4)
        if self.table.chosen_row() is None:
            self.table.choose(lambda _row: True)
        self._choose_other()

    def _choose_other(self) -> None:
        """Compare with the version before the chosen one, unless the person says otherwise."""
        self._fill_other()
        self._compare()

    def _fill_other(self) -> None:
        chosen = self.table.chosen_row()
        self.other.blockSignals(True)
        self.other.clear()
        others = [item.version for item in self._rows if item is not chosen]
        if chosen is not None:
            others.sort(key=lambda version: abs(version.number - chosen.version.number + 0.5))
        for version in others:
            self.other.addItem(self._work.language(say("Version {n}", n=version.number)), version.id)
        self.other.blockSignals(False)
        for widget in (self.other, self._with):
            widget.setVisible(bool(others))

    def _compare(self) -> None:
        chosen = self.table.chosen_row()
        other = next((item for item in self._rows if item.version.id == self.other.currentData()), None)
        word = self._work.language.word
        self.differences.setVisible(False)
        if chosen is None or other is None:
            word(self._heading, say("Differences"))
            word(self._none, say("There is only one version: nothing can be compared yet."))
            self._none.show()
            return
        older, newer = sorted((chosen.version, other.version), key=lambda version: version.number)
        word(self._heading, say("Version {old} → version {new}", old=older.number, new=newer.number))
        plant = self._work.plant
        pair = (older.id, newer.id)
        self._work.background.run(
            lambda _report: _differences(plant, pair),
            receiver=self,
            done=lambda found: self._show_differences(pair, found),
        )

    def _show_differences(self, pair: tuple[int, int], found: tuple[Difference, ...]) -> None:
        chosen = self.table.chosen_row()
        if chosen is None or {chosen.version.id, self.other.currentData()} != set(pair):
            return
        self.differences.put(found)
        self.differences.setVisible(bool(found))
        self._none.setVisible(not found)
        self._work.language.word(self._none, say("The two versions say the same."))


def _differences(plant: Plant, pair: tuple[int, int]) -> tuple[Difference, ...]:
    return product_versions.differences(plant, *pair)


def _version_columns() -> tuple[Column[VersionRow], ...]:
    return (
        Column(say("Version"), lambda item: str(item.version.number), mark=lambda item: _state(item)[0]),
        Column(say("State"), lambda item: _state(item)[1]),
        Column(
            say("Effective from"),
            lambda item: day(item.version.effective_from) if item.version.effective_from else _DASH,
        ),
        Column(say("Jobs"), _jobs),
        Column(say("Reason"), lambda item: item.version.reason or _DASH, wide=True),
        Column(say("By"), lambda item: item.version.created_by),
        Column(
            say("Stored"),
            lambda item: moment(item.version.created_at) if item.version.created_at else _DASH,
        ),
    )


def _state(item: VersionRow) -> tuple[Mark, Text]:
    if item.current:
        return Mark.DONE, say("in force, printed") if item.frozen else say("in force")
    return Mark.IDLE, say("printed") if item.frozen else say("not in force")


def _jobs(item: VersionRow) -> Text | str:
    if not item.jobs:
        return _DASH
    return say_count("{n} job", "{n} jobs", n=len(item.jobs))
