"""Reckons, beside the work on a design, which grades its symbols can be expected to have."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.grading.editions import DIRECT_EDITIONS
from desktop.grading.model import Edition
from desktop.operations.plant import Report
from desktop.operations.prediction import ExpectedGrade, PressModel, expected_live
from ui.background import Task
from ui.designer.session import DesignSession
from ui.workplace import Workplace

DOT_GAINS = (0, 5, 10, 15, 20)
"""What may be chosen, in percent of a dot."""
EDITIONS = tuple(edition for edition in Edition if edition not in DIRECT_EDITIONS)
"""What may be chosen; marks on the part itself are not printed from a label."""
SETTLED_MS = 1000
"""So long a design rests before its grades are reckoned: never more often than once a second."""
_GAIN = "designer/dot_gain"
_EDITION = "designer/edition"
_USUAL_GAIN = 10


class Expecting(QObject):
    """Follows a session while somebody looks.

    Attributes:
        gain: percent of a dot by which marks are taken to grow.
        edition: for the symbols of its kind; None: the default of each kind.
        found: the grades to expect of the label that is shown now; None: not reckoned yet.

    Signals:
        told: ``found`` is new.
    """

    told = Signal()

    def __init__(self, work: Workplace, session: DesignSession, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._session = session
        self.gain = _gain_of(work.settings.value(_GAIN))
        self.edition = _edition_of(work.settings.value(_EDITION))
        self.found: tuple[ExpectedGrade, ...] | None = None
        self._watched = False
        self._asked = self._reckoned = 0
        self._task: Task | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)
        session.shown.connect(self._outdate)

    def watch(self, *, seen: bool) -> None:
        """Reckon only while somebody sees what comes of it."""
        self._watched = seen
        if not seen:
            self._soon.stop()
        elif self.found is None and self._task is None:
            self._soon.start(SETTLED_MS)

    def choose_gain(self, percent: int) -> None:
        """Take marks to grow by another percentage of a dot."""
        self.gain = percent
        self._work.settings.setValue(_GAIN, percent)
        self._again()

    def choose_edition(self, edition: Edition | None) -> None:
        """Grade by another edition; None: by the default of each kind."""
        self.edition = edition
        self._work.settings.setValue(_EDITION, "" if edition is None else edition.value)
        self._again()

    def _again(self) -> None:
        self._outdate()
        if self._watched:
            self._soon.start(0)

    def _outdate(self) -> None:
        """Forget what was reckoned of an older label, and ask anew once this one rests."""
        self._asked += 1
        if self._task is not None:
            self._task.cancel()
        if self._watched:
            self._soon.start(SETTLED_MS)
        if self.found is not None:
            self.found = None
            self.told.emit()

    def _begin(self) -> None:
        # What is under way ends after its present symbol, and then asks anew itself.
        if self._task is not None or not self._watched:
            return
        asked, shown = self._asked, self._session.preview
        self._reckoned = asked
        press, edition = PressModel(self.gain / 100), self.edition

        def reckon(report: Report) -> tuple[ExpectedGrade, ...]:
            return expected_live(shown, press, edition, report)

        self._task = self._work.background.run(
            reckon, receiver=self, done=partial(self._take, asked), ended=self._end
        )

    def _take(self, asked: int, found: tuple[ExpectedGrade, ...]) -> None:
        if asked == self._asked:
            self.found = found
            self.told.emit()

    def _end(self) -> None:
        self._task = None
        if self._asked != self._reckoned and self._watched and not self._soon.isActive():
            self._soon.start(0)


def _gain_of(remembered: object) -> int:
    """Return the dot gain that was chosen last; the usual one if none of the choices was."""
    return next((gain for gain in DOT_GAINS if str(gain) == str(remembered)), _USUAL_GAIN)


def _edition_of(remembered: object) -> Edition | None:
    return next((edition for edition in EDITIONS if edition.value == remembered), None)
