"""The story of a code: its label as printed and as read, what happened, files and bills."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QSizePolicy, QWidget

from desktop.operations import kept_files
from desktop.operations.kept_files import FileKind, KeptFile
from desktop.operations.trace import BillEntry, Trace
from desktop.packing.bills import kind_name
from desktop.products.quality import GradeRecord, verdict_name
from desktop.texts import Text, say
from ui.kit import Item, box, column, emptied, row, scrolling
from ui.style import GRID
from ui.trace.reading import CodeStory
from ui.widgets.label_view import LabelView, dots_of
from ui.widgets.time_line import TimeLine
from ui.wording import folded, moment
from ui.workplace import Workplace

_LABEL_PX = 200
_FILE_KINDS: dict[FileKind, Text] = {
    FileKind.RELATION: say("relation file"),
    FileKind.EPCIS: say("EPCIS file"),
    FileKind.BILL: say("file of a bill"),
    FileKind.UDID: say("UDID table"),
    FileKind.CORRECTIONS: say("code corrections"),
    FileKind.REPORT: say("batch report"),
    FileKind.RECALL: say("recall list"),
    FileKind.TABLE: say("table"),
}


class Story(QWidget):
    """Shows all that is told beside the tree."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        kit = work.kit
        self.view = LabelView()
        self.view.setMinimumHeight(_LABEL_PX)
        self.picture = ReadPicture()
        work.language.word(self.picture, say("Picture of the symbol"), "setAccessibleName")
        self._read_as = kit.label(role="muted", wrap=True)
        self._read = box(column(self.picture, self._read_as, spacing=GRID // 2))
        self._no_label = kit.label(role="muted", wrap=True)
        self.time_line = TimeLine(kit)
        self._files = column(spacing=GRID)
        pictures = row(self.view, self._read)
        pictures.setStretch(0, 1)
        pictures.setStretch(1, 1)
        self._label_card = kit.card(
            kit.label(say("Its label"), "heading"), pictures, self._no_label, spacing=GRID
        )
        self._files_card = kit.card(
            kit.label(say("Files and bills that know of it"), "heading"), self._files, spacing=GRID
        )
        happened = kit.card(kit.label(say("What happened"), "heading"), self.time_line, spacing=GRID)
        self._sides = row(
            box(column(self._label_card, 1)), box(column(happened, self._files_card, 1)), spacing=2 * GRID
        )
        self._sides.setStretch(0, 1)
        self._sides.setStretch(1, 1)
        content = QWidget()
        content.setLayout(column(self._sides, 1, spacing=0))
        self.setLayout(column(scrolling(content)))

    def stack(self, *, narrow: bool) -> None:
        """Put the cards below each other, or in two columns where nothing stands beside them."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if narrow else across)

    def show_story(self, story: CodeStory) -> None:
        """Show the story of a code."""
        found = story.found
        self.time_line.show_events(found.events)
        shown = found.label
        self.view.setVisible(shown is not None)
        self._no_label.setVisible(shown is None)
        why = say("It has no label yet: no job has taken it.")
        if found.job_id is not None:
            why = say("Its label is drawn once its job has reached its printer.")
        self._work.language.word(self._no_label, why)
        if shown is not None:
            self.view.show_dots(dots_of(shown), shown.resolution.dots_per_mm)
        self._show_read(story.read, story.png)
        self._show_files(found)

    def _show_read(self, record: GradeRecord | None, png: bytes) -> None:
        known = record is not None and self.picture.show_png(png)
        self._read.setVisible(known)
        if record is not None:
            told = say("As read {at}: {verdict}", at=moment(record.at), verdict=verdict_name(record.verdict))
            if record.formal:
                told = say("{told}, {grade}", told=told, grade=record.formal)
            self._work.language.word(self._read_as, told)

    def _show_files(self, found: Trace) -> None:
        emptied(self._files)
        self._files_card.setVisible(bool(found.files or found.billed))
        for entry in found.billed:
            self._files.addWidget(box(column(*self._bill(entry), spacing=2)))
        for file in found.files:
            save = self._work.kit.button(
                say("Save a copy …"), partial(self._save, file), "quiet", icon_name="export"
            )
            line = row(column(*self._file(file), spacing=2), save, spacing=GRID)
            line.setStretch(0, 1)
            line.setAlignment(save, Qt.AlignmentFlag.AlignTop)
            self._files.addWidget(box(line))

    def _bill(self, entry: BillEntry) -> tuple[Item, ...]:
        kit = self._work.kit
        name = say("Bill {number}: {kind}", number=entry.number, kind=kind_name(entry.kind))
        who = say("{at} · {who}", at=moment(entry.at), who=entry.by)
        return kit.label(name, wrap=True), kit.label(who, "muted", wrap=True)

    def _file(self, file: KeptFile) -> tuple[Item, ...]:
        kit = self._work.kit
        digest = kit.code_label()
        digest.setText(folded(file.sha256))
        self._work.language.word(digest, say("SHA-256 of the file"), "setToolTip")
        name = say("{name}: {kind}", name=file.name, kind=_FILE_KINDS[file.kind])
        who = say("{at} · {who}", at=moment(file.at), who=file.by)
        return kit.label(name, wrap=True), kit.label(who, "muted", wrap=True), digest

    def _save(self, file: KeptFile) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._work.language(say("Save a copy")))
        if not folder:
            return
        plant = self._work.plant
        self._work.background.run(
            lambda _report: kept_files.save(plant, file.id, Path(folder)),
            receiver=self,
            done=lambda path: self._work.messages.done(say("Exported to {path}.", path=str(path))),
        )


class ReadPicture(QWidget):
    """The picture of a symbol, as large as there is room and never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.setMinimumSize(QSize(20 * GRID, 20 * GRID))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_png(self, png: bytes) -> bool:
        """Show a picture; tell whether there is one."""
        self._pixmap = QPixmap()
        known = bool(png) and self._pixmap.loadFromData(png, "PNG")
        self.update()
        return known

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in the middle."""
        if self._pixmap.isNull():
            return
        room = self.size().boundedTo(self._pixmap.size())
        size = self._pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._pixmap)
        painter.end()
