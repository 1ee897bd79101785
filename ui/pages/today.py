"""Today: the stations of all lines, what else runs, what needs attention, and how many codes are left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.operations import audit, codes, jobs, lines, release, sample_plant, sampling, work_orders
from desktop.operations.audit import AuditVerdict
from desktop.operations.codes import PoolLevel
from desktop.operations.jobs import JobRow
from desktop.operations.lines import LineView, StationView
from desktop.operations.plant import Plant
from desktop.operations.release import BatchQuality
from desktop.operations.sampling import DueSample
from desktop.operations.work_orders import OrderRow
from desktop.packing.order import OrderState
from desktop.products.job import JobState
from desktop.products.quality import BatchStatus
from desktop.texts import say
from ui.kit import box, column, emptied, row, scrolling
from ui.pages.attention import (
    AUDIT_UNDER_WAY,
    MOST_URGENT,
    AttentionItem,
    attention,
    audit_item,
    is_low,
    order_items,
    quality_items,
)
from ui.pages.job_tile import JobTile
from ui.pages.page import Page
from ui.pages.station_tile import StationTile
from ui.style import GRID
from ui.widgets.empty import EmptyPage
from ui.widgets.fitted_area import FittedArea
from ui.widgets.level_bar import LevelBar
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace

_LEAST_TILES, _MOST_TILES = 3, 6
"""Beside each other."""
_ROWS = 2
"""Of jobs that are printed at no station."""
_TILE_PX = 45 * GRID
_AS_WIDE_AS_THE_OTHERS = QSizePolicy.Policy.Ignored
_TILES_PX = 26 * GRID
"""The tiles are at least so high: one row of them is seen."""
_LOWER_PX = 27 * GRID
"""And what needs attention."""
_NOT_CLOSED = (OrderState.PLANNED, OrderState.CONFIRMED, OrderState.RUNNING, OrderState.CLOSING)
_REFRESH_MS = 200
_AUDIT_EVERY = timedelta(hours=1)
"""Checking reads the whole trail and all codes: with millions of them that takes many seconds."""
_OPEN_STATES = (JobState.RUNNING, JobState.STOPPED, JobState.PAUSED, JobState.READY, JobState.DONE)
"""In the order in which the tiles show them: what runs first, then what waits for a person."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the page shows."""

    jobs: tuple[JobRow, ...]
    pool: tuple[PoolLevel, ...]
    lines: tuple[LineView, ...] = ()
    due: tuple[DueSample, ...] = ()
    held: tuple[BatchQuality, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    """Those that are not closed."""

    def stations(self) -> tuple[tuple[str, StationView], ...]:
        """Return all stations, each with the name of its line."""
        return tuple((line.line.name, view) for line in self.lines for view in line.stations)


class TodayPage(Page):
    """The first page of the day."""

    kinds: ClassVar[frozenset[Kind]] = frozenset(
        {Kind.JOBS, Kind.CODES, Kind.PRODUCTS, Kind.LINES, Kind.PRINTERS, Kind.QUALITY, Kind.ORDERS}
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._today = Today((), ())
        self._verdict: AuditVerdict | None = None
        self._verdict_at: datetime | None = None
        self._checking = False
        self._tiles: list[JobTile] = []
        self._stations: dict[int, StationTile] = {}
        self._shape: list[tuple[str, int]] = []
        self._columns = _LEAST_TILES
        self._station_room, self._tile_room = _tile_grid(), _tile_grid()
        self._no_jobs = kit.label(say("No open jobs."), "muted")
        self.new_job = kit.button(say("New job"), lambda: work.go("jobs", "new"), "primary", icon_name="add")
        self._items = column(spacing=GRID)
        self._pool = QGridLayout()
        self._pool.setHorizontalSpacing(2 * GRID)
        self._pool.setVerticalSpacing(2 * GRID)
        self._pool.setColumnStretch(1, 1)
        self._check = kit.button(say("Check the audit trail"), self.check_audit, "quiet", icon_name="refresh")
        pool_heading = kit.label(say("Code pool"), "heading")
        pool_heading.setFixedHeight(self._check.sizeHint().height())
        needs = kit.card(row(kit.label(say("Needs attention"), "heading"), 1, self._check), self._items, 1)
        left = kit.card(pool_heading, self._pool, 1)
        lower = row(needs, left)
        lower.setStretch(0, 3)
        lower.setStretch(1, 2)
        tiles = FittedArea(box(column(self._station_room, self._tile_room, self._no_jobs)), _TILES_PX)
        # What needs attention stays in view, however many tiles there are.
        self.needs = scrolling(box(column(lower, 1)))
        self.needs.setMinimumHeight(_LOWER_PX)
        content = column(tiles, self.needs)
        content.setStretch(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(box(content))
        self._stack.addWidget(self._make_empty())
        head = row(kit.label(say("Today"), "title"), 1, self.new_job)
        self.lay_out(head, self._stack)
        self._set_columns(_LEAST_TILES)
        self.shortcut("Ctrl+N", say("New job"), self.new_job)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        work.running.changed.connect(lambda _job_id: self.outdate())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many tiles beside each other as have room."""
        super().resizeEvent(event)
        columns = min(max(_LEAST_TILES, self.width() // _TILE_PX), _MOST_TILES)
        if columns != self._columns:
            self._set_columns(columns)

    def refresh(self) -> None:
        """Read jobs and pool anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)
        if self._audit_is_due() and not self.work.running.ids:
            self.check_audit()

    def reword(self) -> None:
        """Make the tiles and lists anew in the other language."""
        self._show(self._today)

    def check_audit(self) -> None:
        """Recompute the audit chain in the background."""
        if self._checking:
            return
        self._checking = True
        self._check.setEnabled(False)
        self._show_items()
        plant = self.work.plant
        self.work.background.run(
            lambda _report: audit.verify_audit(plant),
            receiver=self,
            done=self._show_verdict,
            ended=self._checked,
        )

    def load_sample(self) -> None:
        """Load the sample plant."""
        plant, language = self.work.plant, self.work.language.code
        self.load.setEnabled(False)
        self.work.background.run(
            lambda _report: sample_plant.load_with_line(plant, language),
            receiver=self,
            done=self.work.announce,
            ended=lambda: self.load.setEnabled(True),
        )

    def tiles(self) -> tuple[JobTile, ...]:
        """Return the tiles of jobs that are printed at no station."""
        return tuple(self._tiles)

    def stations(self) -> tuple[StationTile, ...]:
        """Return the tiles of the stations."""
        return tuple(self._stations.values())

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        self.load = kit.button(say("Load the sample plant"), self.load_sample, "primary")
        bring = kit.button(
            say("Import products.xml"), lambda: self.work.go("products", "import"), icon_name="import"
        )
        return EmptyPage(
            kit,
            "today",
            say("Welcome to Packmark"),
            say(
                "This page shows what runs on your lines, what needs attention and how many codes are left. "
                "Begin with the products of your plant, or try everything on the sample plant first: "
                "all of it is marked as specimen."
            ),
            self.load,
            bring,
        )

    def _audit_is_due(self) -> bool:
        at = self._verdict_at
        return at is None or self.work.plant.clock.now() - at >= _AUDIT_EVERY

    def _checked(self) -> None:
        self._checking = False
        self._check.setEnabled(True)
        self._show_items()

    def _show_verdict(self, verdict: AuditVerdict) -> None:
        self._verdict = verdict
        self._verdict_at = self.work.plant.clock.now()

    def _show(self, today: Today) -> None:
        self._today = today
        self._stack.setCurrentIndex(0 if today.pool else 1)
        self.new_job.setVisible(bool(today.pool))
        self._show_tiles()
        self._show_items()
        self._show_pool()

    def _set_columns(self, columns: int) -> None:
        self._columns = columns
        self._shape = []
        for grid in (self._station_room, self._tile_room):
            for place in range(_MOST_TILES):
                grid.setColumnStretch(place, 1 if place < columns else 0)
        self._show_tiles()

    def _show_stations(self) -> None:
        """Show the stations; their tiles are made anew only if others came, so that the focus stays."""
        stations = self._today.stations()
        shape = [(line, view.station.id) for line, view in stations]
        if shape != self._shape:
            self._shape = shape
            emptied(self._station_room)
            self._stations = {}
            for place, (line, view) in enumerate(stations):
                tile = self._stations[view.station.id] = StationTile(
                    self.work, view, line=line, picture=False
                )
                tile.order_wanted.connect(lambda tile=tile: self._order(tile.view))
                tile.choice_wanted.connect(lambda: self.work.go("lines"))
                tile.setSizePolicy(_AS_WIDE_AS_THE_OTHERS, QSizePolicy.Policy.Preferred)
                self._station_room.addWidget(tile, *divmod(place, self._columns))
        for _, view in stations:
            self._stations[view.station.id].show_view(view)

    def _order(self, view: StationView) -> None:
        from ui.dialogs.new_job import NewJob  # noqa: PLC0415 (start-up)

        dialog = NewJob(self.work, self, station_id=view.station.id)
        if dialog.ask() and dialog.created is not None:
            self.work.go("jobs", dialog.created.job.id)

    def _show_tiles(self) -> None:
        self._show_stations()
        emptied(self._tile_room)
        shown = {view.job.job.id for _, view in self._today.stations() if view.job is not None}
        rows = [
            item for item in self._today.jobs if item.job.state in _OPEN_STATES and item.job.id not in shown
        ]
        rows.sort(key=lambda item: _OPEN_STATES.index(item.job.state))
        self._tiles = [JobTile(self.work, item) for item in rows[: _ROWS * self._columns]]
        for place, tile in enumerate(self._tiles):
            tile.setSizePolicy(_AS_WIDE_AS_THE_OTHERS, QSizePolicy.Policy.Preferred)
            self._tile_room.addWidget(tile, *divmod(place, self._columns))
        self._no_jobs.setVisible(not self._tiles and not self._stations)

    def _show_items(self) -> None:
        emptied(self._items)
        items = quality_items(self._today.due, self._today.held)
        items += order_items(self._today.orders, self.work.plant.clock.now().astimezone().date())
        items += attention(self.work, self._today.jobs, self._today.pool)
        items.sort(key=lambda item: MOST_URGENT.index(item.mark))
        if self._checking:
            items.append(AUDIT_UNDER_WAY)
        elif self._verdict is not None and self._verdict_at is not None:
            items.append(audit_item(self._verdict, self._verdict_at))
        for item in items:
            self._items.addWidget(self._item_row(item))

    def _item_row(self, item: AttentionItem) -> QWidget:
        kit = self.work.kit
        badge = StateBadge(kit.language)
        badge.show_state(item.mark, item.word)
        line = row(badge, kit.label(item.sentence, wrap=True))
        line.setStretch(1, 1)
        if item.page:
            line.addWidget(kit.button(item.step, lambda: self.work.go(item.page, item.what), "quiet"))
        return box(line)

    def _show_pool(self) -> None:
        emptied(self._pool)
        kit = self.work.kit
        line = 0
        shown = ""
        for level in self._today.pool:
            if level.product != shown:
                shown = level.product
                name = kit.label(role="muted")
                name.setText(shown)
                self._pool.addWidget(name, line, 0, 1, 3)
                line += 1
            bar = LevelBar()
            share = level.counts.available / level.counts.issued if level.counts.issued else 0.0
            bar.show_level(share, Mark.ATTENTION if is_low(level) else Mark.IDLE)
            left = kit.label(say("{n} left", n=number(level.counts.available)))
            self._pool.addWidget(kit.label(level_name(level.level)), line, 0)
            self._pool.addWidget(bar, line, 1)
            self._pool.addWidget(left, line, 2)
            line += 1

    def _tick(self) -> None:
        if self.isVisible():
            for station in self._stations.values():
                station.tick()
            for tile in self._tiles:
                tile.tick()


def _read(plant: Plant) -> Today:
    held = tuple(one for one in release.statuses(plant) if one.status is BatchStatus.HELD)
    return Today(
        jobs.list_jobs(plant),
        codes.pool_levels(plant),
        lines.overview(plant),
        sampling.due(plant),
        held,
        work_orders.list_orders(plant, _NOT_CLOSED),
    )


def _tile_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(2 * GRID)
    return grid
