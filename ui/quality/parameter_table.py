"""The parameters of a symbol: value, grade, and what they mean in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from desktop.grading.formal import PASSES_FROM
from desktop.grading.meanings import advice, meaning
from desktop.grading.model import Parameter
from desktop.texts import Text, say
from ui.quality.grade_words import mark_of, parameter_title, value_of
from ui.quality.profile_places import parameter_of
from ui.style import GRID, colours_now
from ui.tables import Column, RowsModel, Table
from ui.widgets.state_badge import mark_colour
from ui.wording import Mark
from ui.workplace import Workplace

_ROW_PX = 28
_BAR_PX = 130
_GRADE = 2
_OVERALL = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter: of the chosen scan, or of the symbol; beside it the mean of ten scans.

    Attributes:
        least: the grade that is needed.
    """

    parameter: Parameter
    overall: Parameter | None = None
    least: float = PASSES_FROM

    @property
    def mark(self) -> Mark:
        """How it is marked."""
        return mark_of(self.parameter.grade, self.least)


class ParameterTable(QWidget):
    """Lists parameters; the one a person moves to is shown at its place.

    Signals:
        chosen: (name) the person moved to a parameter.
    """

    chosen = Signal(str)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.table: Table[Row] = Table(work, say("Parameters"), _columns(), tools=False)
        view = self.table.view
        view.verticalHeader().setDefaultSectionSize(_ROW_PX)
        view.setItemDelegateForColumn(_GRADE, _GradeBars(self.table.model, view))
        view.setColumnWidth(_GRADE, _BAR_PX)
        view.setSortingEnabled(False)
        self.explained = work.kit.label(wrap=True)
        self.explained.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.explained)
        self._word = work.language.word
        self.table.chosen.connect(self._tell)

    def show_parameters(
        self, parameters: Sequence[Parameter], overall: Sequence[Parameter], least: float = PASSES_FROM
    ) -> None:
        """Show parameters; of a scan beside the means of all scans, ``overall`` is empty otherwise."""
        self.table.view.setColumnHidden(_OVERALL, not overall)
        self.table.put(
            [Row(one, parameter_of(overall, one.name), least) for one in parameters],
            same=lambda one, before: one.parameter.name == before.parameter.name,
        )

    def choose(self, name: str) -> None:
        """Move to a parameter."""
        self.table.choose(lambda row: row.parameter.name == name)

    def _tell(self, row: Row) -> None:
        self._word(self.explained, _explained(row))
        self.chosen.emit(row.parameter.name)

    def names(self) -> tuple[str, ...]:
        """Return the parameters that are shown, in their order."""
        return tuple(row.parameter.name for row in self.table.model.rows())


class _GradeBars(QStyledItemDelegate):
    """Draws a grade as a bar from 0 to 4 and as a number."""

    def __init__(self, model: RowsModel[Row], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        super().paint(painter, option, index)
        row = self._model.row_at(index.row())
        grade = row.parameter.grade
        if grade is None:
            return
        colours = colours_now()
        rect = QRectF(option.rect)
        bar = QRectF(rect.x() + 42, rect.center().y() - 4, rect.width() - 54, 8)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.border))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(QColor(mark_colour(row.mark, colours)))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), bar.width() * grade / 4, bar.height()), 3, 3)
        painter.setPen(QColor(colours.surface))
        for step in (1, 2, 3):
            x = bar.x() + bar.width() * step / 4
            painter.drawLine(
                QRectF(x, bar.y(), 0, bar.height()).topLeft(), QRectF(x, bar.bottom(), 0, 0).topLeft()
            )
        painter.restore()


def _columns() -> tuple[Column[Row], ...]:
    return (
        Column(
            say("Parameter"),
            lambda row: parameter_title(row.parameter.name),
            mark=lambda row: row.mark,
            width=29 * GRID,
        ),
        Column(say("Value"), lambda row: value_of(row.parameter)),
        Column(say("Grade"), lambda row: _grade(row.parameter), width=_BAR_PX),
        Column(say("All scans"), _mean, width=14 * GRID),
        Column(say("What it means"), lambda row: _meaning(row.parameter), wide=True),
    )


def _meaning(parameter: Parameter) -> Text:
    told = meaning(parameter.name)
    return say("Provisional grade. {meaning}", meaning=told) if parameter.provisional else told


def _grade(parameter: Parameter) -> str | Text:
    return say("informative") if parameter.grade is None else f"{parameter.grade:.1f}"


def _mean(row: Row) -> str:
    one = row.overall
    if one is None:
        return ""
    grade = "–" if one.grade is None else f"{one.grade:.1f}"
    return f"{grade}   {value_of(one)}"


def _explained(row: Row) -> Text:
    """Say what a parameter means, what to do where it is bad, and what to know of this figure."""
    parameter = row.parameter
    told = say("{name}: {meaning}", name=parameter_title(parameter.name), meaning=meaning(parameter.name))
    if parameter.grade is not None and row.mark is not Mark.DONE:
        told = say("{meaning} {advice}", meaning=told, advice=advice(parameter.name))
    if parameter.note is not None:
        told = say("{meaning} Note: {note}", note=parameter.note, meaning=told)
    return told
