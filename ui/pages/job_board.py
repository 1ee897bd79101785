"""The board of a job: one big state colour, large digits, how fast, how long, and the last label."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop.devices import Picture
from desktop.operations.jobs import JobRow
from desktop.products.job import JobProgress, JobState
from desktop.texts import Text, say
from ui.kit import box, column, row
from ui.style import FIGURE_PT, GRID
from ui.widgets.code_button import CodeButton
from ui.widgets.label_view import Dots, LabelView
from ui.widgets.level_bar import LevelBar
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, duration, level_name, number, rate
from ui.workplace import Workplace

_PICTURE_PX = (240, 112)
_SPEED_PX = 26 * GRID


class JobBoard(QFrame):
    """Shows a job: its state, how far it is, and its last label."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._mark = Mark.IDLE
        kit = work.kit
        self._badge = StateBadge(kit.language, large=True)
        self._product = kit.label(role="title", wrap=True)
        self._product.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lot = kit.label(role="muted")
        self._lot.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._done = kit.label()
        self._done.setStyleSheet(f"font-size: {FIGURE_PT}pt; font-weight: 700;")
        self._wanted = kit.label(role="title")
        self._speed = kit.label(role="title")
        self._speed.setMinimumWidth(_SPEED_PX)
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._left = kit.label()
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bar = LevelBar(16)
        self._code = CodeButton(work.language, work.messages, points=15)
        self._counts = kit.label(role="muted")
        self._read_back = StateBadge(kit.language)
        self._has_camera = False
        self._picture = LabelView()
        self._picture.setMinimumSize(*_PICTURE_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._picture.hide()
        names = column(self._product, self._lot, spacing=4)
        self._compact = kit.label(role="title")
        self._compact.hide()
        head = row(self._badge, self._compact, names, spacing=3 * GRID)
        head.setStretch(2, 1)
        wanted = column(1, self._wanted, spacing=0)
        wanted.setContentsMargins(0, 0, 0, 2 * GRID)
        speed = column(1, self._speed, self._left, spacing=4)
        speed.setContentsMargins(0, 0, 0, 2 * GRID)
        self._figures = box(row(self._done, wanted, 1, speed))
        heading = row(kit.label(say("Last label"), "muted"), self._read_back, 1, spacing=2 * GRID)
        last = column(heading, self._code, self._counts, 1, spacing=4)
        lower = row(last, self._picture)
        lower.setStretch(1, 1)
        self._last = box(lower)
        layout = column(head, self._figures, self._bar, self._last)
        layout.setStretch(3, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def clear(self) -> None:
        """Forget the last label of another job."""
        self._code.show_code("")
        self._picture.hide()

    def make_room(self, *, urgent: bool) -> None:
        """Show less, on one line, while something else is more urgent."""
        self._last.setVisible(not urgent)
        self._bar.setVisible(not urgent)
        self._figures.setVisible(not urgent)
        self._compact.setVisible(urgent)

    def show_item(self, item: JobRow) -> None:
        """Show what the job prints."""
        self._has_camera = item.job.camera is not None
        self._product.setText(item.product)
        self._work.language.word(
            self._lot, say("Lot {lot} · {level}", lot=item.lot, level=level_name(item.job.level))
        )

    def show_state(self, mark: Mark, word: Text) -> None:
        """Show the state."""
        self._badge.show_state(mark, word)
        self._mark = mark

    def mark(self) -> Mark:
        """Return the mark of the state that is shown."""
        return self._mark

    def done(self) -> str:
        """Return the large digits."""
        return self._done.text()

    def last_code(self) -> str:
        """Return the code of the last label."""
        return self._code.code()

    def state_word(self) -> str:
        """Return the word of the state that is shown."""
        return self._badge.word()

    def show_progress(self, progress: JobProgress) -> None:
        """Show how far the job is."""
        word = self._work.language.word
        self._done.setText(number(progress.printed))
        word(self._wanted, say("of {wanted}", wanted=number(progress.wanted)))
        figures = say("{done} of {wanted}", done=number(progress.printed), wanted=number(progress.wanted))
        word(self._compact, figures)
        self._bar.show_level(progress.printed / progress.wanted, self._mark)
        word(self._speed, rate(progress.rate) if progress.rate else None)
        word(self._left, self._how_long(progress))
        self._read_back.show_state(*_read_back(progress, camera=self._has_camera))
        self._read_back.setVisible(progress.printed > 0)
        counts = say("{n} read back and correct", n=number(progress.verified))
        if progress.unknown:
            counts = say("{first} · {n} unknown", first=counts, n=number(progress.unknown))
        word(self._counts, counts)
        if progress.last_code:
            self._code.show_code(progress.last_code)

    def show_picture(self, picture: Picture, code: str) -> None:
        """Show the picture of the last label."""
        self._code.show_code(code)
        self._picture.show_dots(Dots(picture.width, picture.height, picture.rows), 0)
        self._picture.show()

    def _how_long(self, progress: JobProgress) -> Text | None:
        left = progress.seconds_left
        words = say("on demand") if progress.on_demand else None
        if left is not None:
            ends = (self._work.plant.clock.now() + timedelta(seconds=left)).astimezone()
            words = say("{time} left · done {clock}", time=duration(left), clock=f"{ends:%H:%M}")
        if progress.pause_at is None:
            return words
        stop = say("pauses behind label {n}", n=number(progress.pause_at))
        return stop if words is None else say("{first} · {second}", first=words, second=stop)


def _read_back(progress: JobProgress, *, camera: bool) -> tuple[Mark, Text]:
    if not camera:
        return Mark.IDLE, say("Not read back")
    if progress.verified == progress.printed:
        return Mark.DONE, say("Read back")
    if progress.state is not JobState.RUNNING:
        return Mark.ATTENTION, say("Not all read back")
    return Mark.RUNNING, say("Being read back")
