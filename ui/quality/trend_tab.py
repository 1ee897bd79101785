"""Trend: how grades run over the labels of a job, over time, and over printers."""

from typing import ClassVar

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.changes import Kind
from desktop.operations import jobs, quality_trend
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.operations.quality_trend import Trend
from desktop.products.quality import GradeRecord
from desktop.texts import Text, say
from ui.dialogs.sampling_plan import fill_jobs, job_chooser
from ui.kit import Button, box, column, emptied, row, segments
from ui.pages.page import Page
from ui.quality.printer_marks import paint_shape, printer_colour
from ui.quality.records_view import open_record
from ui.quality.trend_chart import TrendChart
from ui.style import GRID, colours_now
from ui.widgets.empty import EmptyPage
from ui.workplace import Workplace

_FULL, _EMPTY = range(2)
_CHOOSER_PX, _JOB_PX = 21 * GRID, 34 * GRID
_Found = tuple[tuple[Trend, ...], tuple[JobRow, ...]]


class TrendTab(Page):
    """A chart of grades, and what it shows.

    Signals:
        again_wanted: (Taking) a label is to be measured again.
    """

    again_wanted = Signal(object)
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.QUALITY, Kind.JOBS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._asked = 0
        self._trends: tuple[Trend, ...] = ()
        self._jobs: tuple[JobRow, ...] = ()
        self.job = job_chooser(work, (), say("All jobs"))
        self.product, self.printer, self.symbology = (self._chooser() for _ in range(3))
        for chooser, name in (
            (self.job, say("Job")),
            (self.product, say("Product")),
            (self.printer, say("Printer")),
            (self.symbology, say("Symbology")),
        ):
            chooser.setMinimumWidth(_CHOOSER_PX)
            work.language.word(chooser, name, "setAccessibleName")
        self.job.setMinimumWidth(_JOB_PX)
        self.axes = [self._axis(say("By label")), self._axis(say("By time"))]
        group = QButtonGroup(self)
        for button in self.axes:
            group.addButton(button)
        self.axes[0].setChecked(True)
        self.chart = TrendChart(work.language)
        self.chart.opened.connect(self._open)
        self.legend = QHBoxLayout()
        self.legend.setSpacing(2 * GRID)
        self.told = kit.label(role="muted", wrap=True)
        head = row(
            self.job, self.product, self.printer, self.symbology, 1, segments(*self.axes), spacing=GRID
        )
        self._empty = EmptyPage(
            kit,
            "quality",
            say("No grades yet"),
            say(
                "Once samples are on record, their grades are drawn here over labels and time, one colour a "
                "printer, with the least grade that passes. So you see a print head wear before labels fail."
            ),
        )
        chart = column(self.chart, row(self.legend, 1), self.told, spacing=GRID)
        chart.setStretch(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(kit.card(box(chart)))
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        for chooser in (self.job, self.product, self.printer):
            chooser.currentIndexChanged.connect(lambda _index: self.refresh())
        self.symbology.currentIndexChanged.connect(lambda _index: self._draw())

    def refresh(self) -> None:
        """Read the grades that the filters leave."""
        self._asked += 1
        asked, plant = self._asked, self.work.plant
        job_id, product_id, printer = (
            chooser.currentData() for chooser in (self.job, self.product, self.printer)
        )

        def show(found: _Found) -> None:
            if asked == self._asked:
                self._trends, self._jobs = found
                self._fill()
                self._draw()

        self.work.background.run(
            lambda _report: _read(plant, job_id, product_id, printer), receiver=self, done=show
        )

    def reword(self) -> None:
        """Word the filters and the legend again."""
        self._fill()
        self._draw()

    def _chooser(self) -> QComboBox:
        made = QComboBox()
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return made

    def _axis(self, text: Text) -> Button:
        button = Button("segment")
        button.setCheckable(True)
        self.work.language.word(button, text)
        button.clicked.connect(lambda _checked: self._draw())
        return button

    def _fill(self) -> None:
        fill_jobs(self.work, self.job, self._jobs, say("All jobs"))
        products = {one.job.product_id: one.product for one in self._jobs}
        printers = sorted({one.job.printer for one in self._jobs})
        kinds = sorted({one.symbology for one in self._trends})
        self._offer(self.product, say("All products"), [(name, number) for number, name in products.items()])
        self._offer(self.printer, say("All printers"), [(name, name) for name in printers])
        self._offer(self.symbology, say("All symbologies"), [(name, name) for name in kinds])

    def _offer(self, chooser: QComboBox, everything: Text, choices: list[tuple[str, object]]) -> None:
        chosen = chooser.currentData()
        chooser.blockSignals(True)
        chooser.clear()
        chooser.addItem(self.work.language(everything), None)
        for name, value in choices:
            chooser.addItem(name, value)
        chooser.setCurrentIndex(max(0, chooser.findData(chosen)))
        chooser.blockSignals(False)

    def _draw(self) -> None:
        kind = self.symbology.currentData()
        shown = tuple(one for one in self._trends if kind in {None, one.symbology})
        self._stack.setCurrentIndex(_FULL if shown else _EMPTY)
        printers = sorted({one.job.printer for one in self._jobs})
        self.chart.show_trends(shown, printers, by_time=self.axes[1].isChecked())
        emptied(self.legend)
        for number, printer in self.chart.printers():
            name = self.work.kit.label()
            name.setText(printer or "–")
            self.legend.addLayout(row(_Shape(number), name, spacing=GRID // 2))
        word = self.work.language.word
        if len(shown) == 1 and shown[0].control is not None:
            word(self.told, shown[0].control.note)
        elif len(shown) == 1:
            word(
                self.told,
                say("Control limits are drawn once {n} labels of the job are graded.", n=quality_trend.BASE),
            )
        else:
            word(
                self.told,
                say(
                    "Point at a mark to see its label, click it to open the record. Framed: failed; hollow: "
                    "not measurable; ringed: outside the control limits, which are drawn for one job and "
                    "symbology."
                ),
            )

    def _open(self, record: GradeRecord) -> None:
        open_record(self.work, record, self, self.again_wanted.emit)


class _Shape(QWidget):
    """Colour and shape of one printer in the legend."""

    def __init__(self, printer: int) -> None:
        super().__init__()
        self._printer = printer
        self.setFixedSize(3 * GRID, 3 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = printer_colour(self._printer, colours_now())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        paint_shape(painter, self._printer, QPointF(self.width() / 2, self.height() / 2))
        painter.end()


def _read(plant: Plant, job_id: int | None, product_id: int | None, printer: str | None) -> _Found:
    trends = quality_trend.trends(plant, job_id=job_id, product_id=product_id, printer=printer)
    return trends, tuple(jobs.list_jobs(plant))
