"""Two revisions of a design side by side: what differs in words, and in the dots that would be printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QSizePolicy, QWidget

from desktop.labels.document import LabelDesign
from desktop.operations import designs
from desktop.operations.designs import Comparison
from desktop.operations.plant import Plant
from desktop.texts import Text, say, say_count
from desktop.units import PRINTER_RESOLUTIONS, Resolution
from ui.dialogs.dialog import Dialog
from ui.kit import box, column, row
from ui.style import GRID
from ui.wording import moment
from ui.workplace import Workplace

_RESOLUTION = 12


@dataclass(frozen=True, slots=True)
class Version:
    """A design as it was or is, and what people call it."""

    title: Text
    design: LabelDesign


def versions(plant: Plant, name: str, now: LabelDesign) -> tuple[Version, ...]:
    """Return a draft as it is drawn ``now`` and its frozen revisions, the newest first."""
    frozen = tuple(
        Version(
            say("Revision {n}, {at}, {by}", n=one.revision, at=moment(one.frozen_at), by=one.frozen_by),
            one.design,
        )
        for one in designs.revisions(plant, name)
    )
    return (Version(say("As it is drawn now"), now), *frozen)


def compared(older: LabelDesign, newer: LabelDesign, dots_per_mm: int) -> Comparison:
    """Compare two designs on a printer."""
    return designs.compare(older, newer, Resolution(dots_per_mm))


class CompareRevisions(Dialog):
    """The dialog: two lists of versions, and below them what differs."""

    def __init__(self, work: Workplace, versions: Sequence[Version], parent: QWidget) -> None:
        super().__init__(work, say("Compare revisions"), parent)
        kit = work.kit
        self._versions = tuple(versions)
        self._asked = 0
        self.older, self.newer = self._list(say("Older")), self._list(say("Newer"))
        self.newer.setCurrentIndex(0)
        self.older.setCurrentIndex(min(1, len(self._versions) - 1))
        self.resolution = QComboBox()
        self.resolution.addItems([str(dots) for dots in PRINTER_RESOLUTIONS])
        self.resolution.setCurrentText(str(_RESOLUTION))
        work.language.word(self.resolution, say("dots/mm"), "setAccessibleName")
        for choice in (self.older, self.newer, self.resolution):
            choice.activated.connect(lambda _line: self.compare())
        self.told = kit.label(role="heading", wrap=True)
        self.words = QListWidget()
        self.words.setWordWrap(True)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setResizeMode(QListWidget.ResizeMode.Adjust)
        work.language.word(self.words, say("Differences in words"), "setAccessibleName")
        self.picture = DifferenceView()
        work.language.word(self.picture, say("Difference as a picture"), "setAccessibleName")
        self.dots = kit.label(role="muted", wrap=True)
        legend = kit.label(
            say("Black: in both. Red: only in the older. Blue: only in the newer."), "muted", wrap=True
        )
        chosen = row(
            _named(kit.label(say("Older"), "muted"), self.older),
            _named(kit.label(say("Newer"), "muted"), self.newer),
            _named(kit.label(say("dots/mm"), "muted"), self.resolution),
        )
        chosen.setStretch(0, 1)
        chosen.setStretch(1, 1)
        right = column(
            kit.label(say("Difference as a picture"), "heading"),
            self.picture,
            legend,
            self.dots,
            spacing=GRID,
        )
        right.setStretch(1, 1)
        body = row(column(kit.label(say("Differences in words"), "heading"), self.words, spacing=GRID), right)
        body.setStretch(0, 2)
        body.setStretch(1, 3)
        self.lay_out(chosen, self.told, body, buttons=(kit.button(say("Close"), self.accept, "primary"),))
        self.setMinimumSize(112 * GRID, 70 * GRID)
        self.compare()

    def compare(self) -> None:
        """Compare what is chosen."""
        self._asked += 1
        asked = self._asked
        older = self._versions[self.older.currentIndex()].design
        newer = self._versions[self.newer.currentIndex()].design
        dots = int(self.resolution.currentText())
        self.work.background.run(
            lambda _report: compared(older, newer, dots),
            receiver=self,
            done=lambda found: self._show(asked, found),
            failed=self.notice.trouble,
        )

    def _show(self, asked: int, found: Comparison) -> None:
        if asked != self._asked:
            return
        word = self.work.language
        n = len(found.words)
        verdict = (
            say("Nothing differs.") if found.same else say_count("{n} difference", "{n} differences", n=n)
        )
        word.word(self.told, verdict)
        self.words.clear()
        self.words.addItems([word(sentence) for sentence in found.words])
        self.picture.show_png(found.picture)
        dots = found.differing_dots
        word.word(
            self.dots,
            say_count(
                "{n} dot differs at {resolution} dots/mm.",
                "{n} dots differ at {resolution} dots/mm.",
                n=dots,
                resolution=found.resolution.dots_per_mm,
            ),
        )

    def _list(self, name: Text) -> QComboBox:
        made = QComboBox()
        made.addItems([self.work.language(version.title) for version in self._versions])
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.work.language.word(made, name, "setAccessibleName")
        return made


class DifferenceView(QLabel):
    """A picture as large as there is room, its dots kept sharp where they are enlarged."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(48 * GRID, 30 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_png(self, png: bytes | None) -> None:
        """Show a picture; None: there is none."""
        self._image = QImage.fromData(QByteArray(png)) if png else QImage()
        self._fit()

    def image(self) -> QImage:
        """Return the picture, one pixel a dot."""
        return self._image

    def sizeHint(self) -> QSize:
        """Ask for no more room than is needed at least, whatever picture is shown."""
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture into the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            self.clear()
            return
        larger = self._image.width() <= self.width() and self._image.height() <= self.height()
        smooth = (
            Qt.TransformationMode.FastTransformation if larger else Qt.TransformationMode.SmoothTransformation
        )
        self.setPixmap(
            QPixmap.fromImage(self._image.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio, smooth))
        )


def _named(name: QWidget, editor: QWidget) -> QWidget:
    return box(column(name, editor, spacing=4))
