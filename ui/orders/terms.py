"""What is asked before an order runs, as no ERP says it: clearance, second persons, first article."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from desktop.operations import clearance
from desktop.texts import Text, say
from ui.kit import column, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_POINTS_PX = 17 * GRID


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked; see ``desktop.operations.order_planning.OrderDraft``."""

    first_article: bool
    clearance: tuple[str, ...]
    reviewed: bool
    two_people: bool


class TermsFields(QWidget):
    """Three ticks and the points of the line clearance, one a line; the usual points stand there already."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self.first_article = _tick(work, say("Each print job begins with one label that is confirmed"))
        self.two_people = _tick(work, say("Lot and expiry are entered by two different people"), on=False)
        self.reviewed = _tick(work, say("A second person confirms the line clearance"))
        self.points = QPlainTextEdit()
        self.points.setTabChangesFocus(True)
        self.points.setMinimumHeight(_POINTS_PX)
        self.standard = kit.button(say("Take the usual points"), self.take_standard, "quiet")
        self._field = FormField(
            kit, say("Line clearance, one point a line"), self.points, say("Empty: nothing is cleared.")
        )
        self.setLayout(
            column(
                self.first_article,
                self.two_people,
                self.reviewed,
                self._field,
                row(self.standard, 1),
                spacing=0,
            )
        )
        self.take_standard()

    def terms(self) -> Terms:
        """Return what is entered."""
        lines = (line.strip() for line in self.points.toPlainText().splitlines())
        return Terms(
            self.first_article.isChecked(),
            tuple(line for line in lines if line),
            self.reviewed.isChecked(),
            self.two_people.isChecked(),
        )

    def take_standard(self) -> None:
        """Put the usual points there in place of what stands there, in the language of now."""
        points = (self._work.language(point) for point in clearance.standard_points())
        self.points.setPlainText("\n".join(points))


def _tick(work: Workplace, text: Text, *, on: bool = True) -> QCheckBox:
    made = QCheckBox()
    made.setChecked(on)
    work.language.word(made, text)
    return made
