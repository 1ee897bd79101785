"""The grade to expect of the label's symbols: the worst in one line, each of them where it opens."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QGridLayout, QLabel, QWidget

from desktop.grading.words import title
from desktop.operations.needed_grade import NeededGrade
from desktop.operations.prediction import ExpectedGrade, caveat, why_none, worded
from desktop.texts import Text, joined, say, say_count
from ui.designer.expecting import DOT_GAINS, EDITIONS, Expecting
from ui.designer.session import DesignSession
from ui.kit import Button, box, column, emptied, row, segments
from ui.quality.grade_words import graded
from ui.style import GRID, colours_now
from ui.widgets.state_badge import mark_icon
from ui.wording import Mark
from ui.workplace import Workplace

MOST_SHOWN = 10
"""Symbols that are told one by one, the worst first; the rest is counted."""
_WIDTH_PX = 72 * GRID
_REASON_PX = 30 * GRID
_MARK_PX = 16
_LONGEST = 16
"""Characters of an element's name."""
_SENTENCES = 3
"""Column of the sentences on a symbol."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ExpectedButton(Button):
    """Tells the worst grade to expect; a press opens the grades of all symbols.

    Attributes:
        expecting: reckons them.
        mark: what the worst one asks of a person.
        detail: the grades of all symbols, once it was opened.
    """

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__("quiet")
        self._work = work
        self._session = session
        self.expecting = Expecting(work, session, self)
        self.mark = Mark.IDLE
        self.detail: ExpectedDetail | None = None
        self.clicked.connect(lambda _checked: self.open())
        self.expecting.told.connect(self.refresh)
        work.language.changed.connect(self.refresh)
        self.refresh()

    def open(self) -> None:
        """Show the grade of each symbol, and what can be chosen."""
        if self.detail is None:
            self.detail = ExpectedDetail(self._work, self._session, self.expecting, self)
        self.detail.refresh()
        # It opens upwards: the line is at the foot of the window.
        self.detail.place(self.mapToGlobal(QPoint(0, -GRID // 2)))
        self.detail.show()

    def refresh(self) -> None:
        """Show what was reckoned."""
        found, language = self.expecting.found, self._work.language
        asked = self._session.details.least_grade
        worst = worst_first(found, asked)[0] if found else None
        self.mark = Mark.IDLE if worst is None else mark_of(worst, asked)
        language.word(self, _line(found, worst, self.expecting.gain))
        needed = () if worst is None else (worded(worst), _needed(worst, asked).sentence)
        tip = (*needed, caveat())
        self.setToolTip(joined(tip, language.code))
        self.setIcon(mark_icon(self.mark, colours_now()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the mark anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(mark_icon(self.mark, colours_now()))

    def showEvent(self, event: QShowEvent) -> None:
        """Reckon from now on."""
        super().showEvent(event)
        self.expecting.watch(seen=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Reckon nothing that nobody sees."""
        super().hideEvent(event)
        self.expecting.watch(seen=False)


class ExpectedDetail(QFrame):
    """A sheet that lies over the window until a click beside it: each symbol, dot gain and edition.

    Attributes:
        gains: the choices of dot gain, by percent.
        editions: the choice of the edition.
        symbols: the buttons that show a symbol on the label, the worst first.
    """

    def __init__(
        self, work: Workplace, session: DesignSession, expecting: Expecting, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "notice")
        self._work = work
        self._session = session
        self._expecting = expecting
        kit = work.kit
        self.gains = self._make_gains()
        self.editions = QComboBox()
        self.editions.addItem("")
        self.editions.addItems([edition.value for edition in EDITIONS])
        if expecting.edition is not None:
            self.editions.setCurrentText(expecting.edition.value)
        work.language.word(self.editions, say("Edition"), "setAccessibleName")
        self.editions.activated.connect(self._choose_edition)
        self.symbols: list[Button] = []
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(2 * GRID)
        self._rows.setVerticalSpacing(GRID // 2)
        self._rows.setColumnStretch(_SENTENCES, 1)
        self._told = kit.label(role="muted")
        layout = column(
            kit.label(say("Grades to expect"), "heading"),
            box(self._rows),
            self._told,
            row(kit.label(say("Dot gain"), "muted"), segments(*self.gains.values()), 1),
            row(kit.label(say("Edition"), "muted"), self.editions, 1),
            kit.label(caveat(), "muted", wrap=True),
            spacing=GRID,
        )
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setLayout(layout)
        self.setFixedWidth(_WIDTH_PX)
        expecting.told.connect(self.refresh)
        work.language.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what was reckoned."""
        foot = self.geometry().bottom()
        found, language = self._expecting.found, self._work.language
        self.editions.setItemText(0, language(say("The usual one of each kind")))
        emptied(self._rows)
        self.symbols = []
        asked = self._session.details.least_grade
        for line, one in enumerate(worst_first(found or (), asked)[:MOST_SHOWN]):
            self._put(line, one, asked)
        more = len(found or ()) - MOST_SHOWN
        told = say_count("and {n} more", "and {n} more", n=more) if more > 0 else None
        if not found:
            told = say("Reckoning …") if found is None else say("The label has no symbols.")
        language.word(self._told, told)
        self._told.setVisible(told is not None)
        self.adjustSize()
        self.place(QPoint(self.x(), foot + 1))

    def place(self, corner: QPoint) -> None:
        """Stand on ``corner``, the lower left one, as far as the screen reaches."""
        top = self.screen().availableGeometry().top()
        self.move(corner.x(), max(top, corner.y() - self.height()))

    def _put(self, line: int, one: ExpectedGrade, asked: float) -> None:
        kit, grade = self._work.kit, one.expectation.grade
        sign = QLabel()
        sign.setPixmap(mark_icon(mark_of(one, asked), colours_now()).pixmap(_MARK_PX, _MARK_PX))
        name = kit.button(
            say("{name}", name=_short(one.element)), partial(self._select, one.element), "quiet"
        )
        self._work.language.word(name, worded(one), "setAccessibleName")
        self.symbols.append(name)
        kind = say("{symbology}, {edition}", symbology=one.symbology, edition=one.expectation.symbol.edition)
        why = kit.label(_why(one, asked), "muted", wrap=True)
        why.setMinimumWidth(_REASON_PX)
        worth = kit.label(role="heading")
        worth.setText("–" if grade is None else graded(grade))
        for place, widget in enumerate((sign, name, worth, box(column(kit.label(kind), why, spacing=0)))):
            # At the left, but the sentences take what room there is.
            self._rows.addWidget(widget, line, place, _LEFT if place < _SENTENCES else Qt.AlignmentFlag(0))
            widget.show()  # else it has no room yet when the height of the sheet is reckoned

    def _select(self, element: str) -> None:
        name = element.partition(".")[0]
        self._session.select((name,))
        area = self._session.preview.extents.get(name)
        if area is not None:
            self._session.reveal(area)

    def _make_gains(self) -> dict[int, Button]:
        group = QButtonGroup(self)
        made: dict[int, Button] = {}
        for percent in DOT_GAINS:
            choose = partial(self._expecting.choose_gain, percent)
            button = self._work.kit.button(say("{n} %", n=percent), choose, "segment")
            button.setCheckable(True)
            button.setChecked(percent == self._expecting.gain)
            group.addButton(button)
            made[percent] = button
        return made

    def _choose_edition(self, line: int) -> None:
        self._expecting.choose_edition(EDITIONS[line - 1] if line else None)


def worst_first(found: tuple[ExpectedGrade, ...], asked: float = 0.0) -> tuple[ExpectedGrade, ...]:
    """Put what is not good enough first, then what nothing can be expected of, then by grade.

    ``asked``: what the product asks for that the label is shown for; 0: nothing.
    """

    def rank(one: ExpectedGrade) -> tuple[int, float]:
        grade = one.expectation.grade
        if grade is None:
            return 1, 0.0
        return (0 if mark_of(one, asked) is Mark.ATTENTION else 2), grade

    return tuple(sorted(found, key=rank))


def mark_of(one: ExpectedGrade, asked: float = 0.0) -> Mark:
    """Return what an expectation asks of a person: a look where it is below what the symbol needs.

    ``asked``: what the product asks for that the label is shown for; 0: nothing.
    """
    grade = one.expectation.grade
    if grade is None:
        return Mark.UNKNOWN
    return Mark.DONE if _needed(one, asked).met_by(grade) else Mark.ATTENTION


def _needed(one: ExpectedGrade, asked: float) -> NeededGrade:
    return NeededGrade.of(one.symbology, asked)


def _line(found: tuple[ExpectedGrade, ...] | None, worst: ExpectedGrade | None, gain: int) -> Text:
    if found is None:
        return say("Expected grade: reckoning …")
    if worst is None:
        return say("No symbol")
    grade = worst.expectation.grade
    if grade is None:
        return say("No grade can be expected of {element}", element=_short(worst.element))
    return say("Expected grade {grade}, dot gain {gain} %", grade=graded(grade), gain=gain)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _why(one: ExpectedGrade, asked: float) -> Text:
    """Say what keeps the grade from being better, and what the symbol needs.

    What the rule asks for goes without saying where it is met; what only this product asks for does not.
    """
    reason, limit = why_none(one), one.expectation.limit
    if reason is not None:
        return reason
    nothing = say("Nothing limits it.")
    limited = nothing if limit is None else say("Limited by {limit}.", limit=title(limit.name))
    needed = _needed(one, asked)
    if needed.met_by(one.expectation.grade) and not needed.stricter:
        return limited
    return say("{limited} {needed}", limited=limited, needed=needed.sentence)
