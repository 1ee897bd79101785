"""The pool: each level of each product as a bar with its alarm, and the files behind it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.operations import codes, pool
from desktop.operations.codes import ImportedFile
from desktop.operations.plant import Plant
from desktop.operations.pool import PoolOutlook, Reservation, Return
from desktop.texts import Text, say
from ui.dialogs.set_threshold import SetThreshold
from ui.kit import Button, box, column, emptied, row, scrolling
from ui.messages import ask
from ui.pages.attention import is_low
from ui.style import GRID, colours_now
from ui.tables import Column, Table
from ui.widgets.pool_bar import PoolBar, share_colour, share_words
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, level_name, moment, number
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Pool:
    """What the view shows."""

    outlook: tuple[PoolOutlook, ...]
    files: tuple[ImportedFile, ...]
    reservations: tuple[Reservation, ...]
    returns: tuple[Return, ...]


def read_pool(plant: Plant) -> Pool:
    """Read all of it."""
    return Pool(
        pool.outlook(plant), codes.imported_files(plant), pool.reservations(plant), pool.returns(plant)
    )


class PoolView(QWidget):
    """Shows the pool."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._pool = Pool((), (), (), ())
        kit = work.kit
        self._levels = column()
        self._levels.addStretch(1)
        self.bars: list[PoolBar] = []
        self.alarms: list[StateBadge] = []
        self.thresholds: list[Button] = []
        self.files: Table[ImportedFile] = Table(work, say("Imported files"), _file_columns())
        self.reservations: Table[Reservation] = Table(work, say("Reservations"), _reservation_columns())
        self.reservations.chosen.connect(self._offer_release)
        self.release = kit.button(say("Release the reservation"), self._release)
        self.release.setEnabled(False)
        self.returns: Table[Return] = Table(work, say("Returns"), _return_columns())
        self.tabs = Tabs(kit)
        content = QWidget()
        content.setLayout(self._levels)
        self.tabs.add(say("Pack levels"), scrolling(content))
        self.tabs.add(say("Imported files"), kit.card(self.files))
        self.tabs.add(say("Reservations"), kit.card(self.reservations, row(1, self.release)))
        self.tabs.add(say("Returns"), kit.card(self.returns))
        self.setLayout(column(self.tabs))
        work.style.changed.connect(self.reword)

    def show_pool(self, shown: Pool) -> None:
        """Show the pool."""
        self._pool = shown
        self.files.put(shown.files, same=lambda one, other: one.id == other.id)
        self.reservations.put(shown.reservations, same=lambda one, other: one.id == other.id)
        self.returns.put(shown.returns, same=lambda one, other: one.id == other.id)
        self._offer_release(self.reservations.chosen_row())
        self.reword()

    def reword(self) -> None:
        """Make the bars anew, in the present language and colours."""
        emptied(self._levels)
        self.bars, self.alarms, self.thresholds = [], [], []
        products: dict[int, list[PoolOutlook]] = {}
        for outlook in self._pool.outlook:
            products.setdefault(outlook.pool.product_id, []).append(outlook)
        for levels in products.values():
            self._levels.addWidget(self._product_card(levels))
        self._levels.addStretch(1)

    def _product_card(self, levels: list[PoolOutlook]) -> QWidget:
        kit = self._work.kit
        name = kit.label(role="heading")
        name.setText(levels[0].pool.product)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        for line, outlook in enumerate(levels):
            for place, widget in enumerate(self._level_line(outlook)):
                grid.addWidget(widget, line, place)
        return kit.card(name, grid)

    def _level_line(self, outlook: PoolOutlook) -> tuple[QWidget, ...]:
        kit = self._work.kit
        level = outlook.pool
        prefix = kit.label(role="muted")
        prefix.setText(level.prefix)
        name = box(column(kit.label(level_name(level.level)), prefix, spacing=2))
        bar = PoolBar()
        bar.show_counts(level.counts, level.threshold or 0)
        bar.setToolTip(self._work.language(self._alarm_at(outlook)))
        self.bars.append(bar)
        shown = box(column(bar, self._legend(outlook), spacing=4))
        badge = StateBadge(kit.language)
        badge.show_state(*_alarm(outlook))
        if outlook.sentence is not None:
            badge.setToolTip(self._work.language(outlook.sentence))
        self.alarms.append(badge)
        lasts = kit.label(_lasts(outlook), "muted")
        threshold = kit.button(say("Alarm …"), lambda: SetThreshold(self._work, level, self).ask(), "quiet")
        self.thresholds.append(threshold)
        state = column(row(badge, threshold, 1, spacing=GRID), lasts, spacing=2)
        right = box(state)
        right.setMinimumWidth(29 * GRID)
        return name, shown, right

    def _legend(self, outlook: PoolOutlook) -> QWidget:
        kit = self._work.kit
        line = row(spacing=GRID // 2)
        for share, amount in share_words(outlook.pool.counts):
            dot = QLabel()
            dot.setFixedSize(10, 10)
            dot.setStyleSheet(f"background: {share_colour(share, colours_now()).name()}; border-radius: 5px;")
            words = kit.label(say("{n} {state}", n=amount, state=share.name), "muted")
            line.addWidget(dot)
            line.addWidget(words)
            line.addSpacing(GRID + GRID // 2)
        if not outlook.pool.counts.issued:
            line.addWidget(kit.label(say("No codes imported yet."), "muted"))
        line.addStretch(1)
        return box(line)

    def _alarm_at(self, outlook: PoolOutlook) -> Text:
        threshold = outlook.pool.threshold
        if threshold is None:
            return say("No alarm is set for this level.")
        return say("Alarm when fewer than {n} codes are available.", n=number(threshold))

    def _offer_release(self, item: Reservation | None) -> None:
        self.release.setEnabled(item is not None and not item.released and not item.file)

    def _release(self) -> None:
        item = self.reservations.chosen_row()
        if item is None or not ask(
            self,
            self._work.language,
            say("Release the reservation"),
            say(
                "Release {n} codes reserved for “{purpose}”? They become available again.",
                n=number(item.count),
                purpose=item.purpose,
            ),
            say("Release"),
            say("Keep"),
        ):
            return
        plant, reservation_id = self._work.plant, item.id
        self._work.background.run(
            lambda _report: pool.release(plant, reservation_id),
            receiver=self,
            done=lambda result: self._work.announce(result[1]),
        )


def _alarm(outlook: PoolOutlook) -> tuple[Mark, Text]:
    counts = outlook.pool.counts
    if not counts.issued:
        return Mark.IDLE, say("No codes")
    if not counts.available:
        return Mark.STOPPED, say("Used up")
    return (Mark.ATTENTION, say("Order now")) if is_low(outlook.pool) else (Mark.DONE, say("Enough"))


def _lasts(outlook: PoolOutlook) -> Text:
    if not outlook.per_hour or outlook.lasts_until is None:
        return say("not in use now")
    return say(
        "lasts until {moment} at {rate}/h",
        moment=f"{outlook.lasts_until.astimezone():%Y-%m-%d %H:%M}",
        rate=number(round(outlook.per_hour)),
    )


def _file_columns() -> tuple[Column[ImportedFile], ...]:
    return (
        Column(say("Imported at"), lambda item: moment(item.imported_at)),
        Column(say("File"), lambda item: item.name, wide=True),
        Column(say("Product"), lambda item: item.product, width=180),
        Column(say("Level"), lambda item: level_name(item.level)),
        Column(say("Codes"), lambda item: item.count),
        Column(say("By"), lambda item: item.imported_by),
        Column(say("Fingerprint"), lambda item: item.sha256[:16], code=True),
    )


def _reservation_columns() -> tuple[Column[Reservation], ...]:
    return (
        Column(
            say("State"),
            lambda item: _reservation_state(item)[1],
            mark=lambda item: _reservation_state(item)[0],
        ),
        Column(say("Reserved at"), lambda item: moment(item.at)),
        Column(say("Purpose"), lambda item: item.purpose, wide=True),
        Column(say("Product"), lambda item: item.product, width=180),
        Column(say("Level"), lambda item: level_name(item.level)),
        Column(say("Codes"), lambda item: item.count),
        Column(say("File"), lambda item: item.file),
        Column(say("By"), lambda item: item.by),
    )


def _reservation_state(item: Reservation) -> tuple[Mark, Text]:
    if item.released:
        return Mark.IDLE, say("Released")
    return (Mark.DONE, say("Given out")) if item.file else (Mark.ATTENTION, say("Reserved"))


def _return_columns() -> tuple[Column[Return], ...]:
    return (
        Column(say("Returned at"), lambda item: moment(item.at)),
        Column(say("Product"), lambda item: item.product, width=180),
        Column(say("Level"), lambda item: level_name(item.level)),
        Column(say("Codes"), lambda item: item.count),
        Column(say("Reason"), lambda item: item.reason, wide=True),
        Column(say("File"), lambda item: item.file),
        Column(say("By"), lambda item: item.by),
        Column(say("Fingerprint"), lambda item: item.sha256[:16], code=True),
    )
