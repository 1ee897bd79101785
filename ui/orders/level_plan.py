"""How many codes an order takes on each pack level; reckoned while a person types."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from desktop.operations.codes import PoolLevel
from desktop.operations.order_planning import SPARE_PERCENT
from desktop.products import code_plan
from desktop.products.code_plan import MOST_SPARE, LevelNeed
from desktop.products.packing import Packing
from desktop.texts import Text, say
from ui.kit import emptied
from ui.style import GRID, set_role
from ui.wording import level_name, number
from ui.workplace import Workplace

_HEADINGS = (
    say("Level"),
    say("Packs"),
    say("Spare"),
    say("Codes"),
    say("Available"),
    say("Labels come from elsewhere"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """The widgets of a level."""

    level: int
    packs: QLabel
    spare: QDoubleSpinBox
    codes: QLabel
    available: QLabel
    elsewhere: QCheckBox | None


class LevelPlan(QWidget):
    """A row a level: packs, spare percent, codes, and how many the pool has.

    Signals:
        changed: a percentage or a tick was changed.
    """

    changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._rows: list[_Row] = []
        self._available: dict[int, int] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(len(_HEADINGS), 1)

    def show_levels(self, levels: Sequence[PoolLevel]) -> None:
        """Show the levels of another product."""
        emptied(self._grid)
        kit = self._work.kit
        self._available = {one.level: one.counts.available for one in levels}
        for place, heading in enumerate(_HEADINGS):
            self._grid.addWidget(kit.label(heading, "muted"), 0, place, _side(place))
        self._rows = [self._make_row(line, one.level) for line, one in enumerate(levels, start=1)]

    def plan(self, packing: Packing, units: int) -> tuple[LevelNeed, ...]:
        """Reckon and show what ``units`` smallest packs take."""
        spare = {level: Fraction(str(percent)) for level, percent in self.spare().items()}
        needs = code_plan.plan(packing, units, spare)
        for one, need in zip(self._rows, needs, strict=True):
            printed = one.level not in self.elsewhere()
            one.packs.setText(number(need.needed))
            one.codes.setText(number(need.total) if printed else "\N{EN DASH}")
            one.spare.setEnabled(printed)
            available = self._available[one.level]
            one.available.setText(number(available))
            set_role(one.available, "field-error" if printed and available < need.total else "")
        return needs

    def missing(self, needs: Sequence[LevelNeed]) -> tuple[LevelNeed, ...]:
        """Return the needs that the pool cannot meet now."""
        return tuple(
            need
            for need in needs
            if need.level not in self.elsewhere() and need.total > self._available.get(need.level, 0)
        )

    def spare(self) -> dict[int, float]:
        """Return the spare percent by level."""
        return {one.level: round(one.spare.value(), 1) for one in self._rows}

    def elsewhere(self) -> frozenset[int]:
        """Return the levels whose labels are not printed here."""
        return frozenset(
            one.level for one in self._rows if one.elsewhere is not None and one.elsewhere.isChecked()
        )

    def spare_fields(self) -> tuple[QDoubleSpinBox, ...]:
        """Return the fields of the spare percent, the unit first."""
        return tuple(one.spare for one in self._rows)

    def ticks(self) -> tuple[QCheckBox, ...]:
        """Return the ticks of the levels whose labels may come from elsewhere, the lowest first."""
        return tuple(one.elsewhere for one in self._rows if one.elsewhere is not None)

    def _make_row(self, line: int, level: int) -> _Row:
        kit, word = self._work.kit, self._work.language.word
        name = level_name(level)
        spare = QDoubleSpinBox()
        spare.setRange(0, MOST_SPARE)
        spare.setDecimals(1)
        spare.setSuffix(" %")
        spare.setValue(SPARE_PERCENT)
        spare.lineEdit().setTextMargins(GRID, 0, 0, 0)
        word(spare, _of_level(say("Spare"), name), "setAccessibleName")
        spare.valueChanged.connect(lambda _value: self.changed.emit())
        elsewhere = None
        if level > 1:
            elsewhere = QCheckBox()
            word(elsewhere, _of_level(_HEADINGS[-1], name), "setAccessibleName")
            elsewhere.toggled.connect(lambda _on: self.changed.emit())
        made = _Row(level, kit.label(), spare, kit.label(), kit.label(), elsewhere)
        cells = (kit.label(name), made.packs, spare, made.codes, made.available, elsewhere)
        for place, cell in enumerate(cells):
            if cell is not None:
                self._grid.addWidget(cell, line, place, _side(place))
        return made


def _of_level(what: Text, level: Text) -> Text:
    return say("{what}: {level}", what=what, level=level)


def _side(place: int) -> Qt.AlignmentFlag:
    """Numbers stand on the right of their column."""
    right = place in {1, 3, 4}
    return (
        Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    ) | Qt.AlignmentFlag.AlignVCenter
