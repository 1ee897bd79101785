"""Takes a photo or scan of an old label as a tracing layer, and its codes as elements."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QFileDialog, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from desktop.errors import InputError
from desktop.operations import tracing
from desktop.operations.tracing import Offered
from desktop.reading.photos import Corner, FoundSymbol, Photo
from desktop.texts import Text, say, say_count
from ui.designer.panels.lengths import number_of
from ui.designer.session import DesignSession
from ui.dialogs.dialog import Dialog
from ui.kit import column, facts, row
from ui.style import GRID, colours_now
from ui.wording import length
from ui.workplace import Workplace

_PICTURE = QSize(440, 340)


class PhotoView(QWidget):
    """Shows the picture with what was found in it; two clicks set two places.

    Signals:
        pointed: two places are set.
    """

    pointed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._symbols: Sequence[FoundSymbol] = ()
        self.points: tuple[Corner, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_PICTURE)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_photo(self, photo: Photo) -> None:
        """Show another picture."""
        self._image = QImage.fromData(QByteArray(photo.png))
        self._symbols = photo.symbols
        self.points = ()
        self.update()

    def room(self) -> QRectF:
        """Return where in the widget the picture is."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set a place; a third click begins anew."""
        room = self.room()
        if self._image.isNull() or not room.contains(event.position()):
            return
        place = (
            (event.position().x() - room.x()) / room.width(),
            (event.position().y() - room.y()) / room.height(),
        )
        self.points = (*self.points, place) if len(self.points) < 2 else (place,)
        self.update()
        if len(self.points) == 2:
            self.pointed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture, codes and places."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = colours_now()
        painter.fillRect(self.rect(), QColor(colours.sunken))
        if self._image.isNull():
            painter.end()
            return
        room = self.room()
        painter.drawImage(room, self._image)
        painter.setPen(QPen(QColor(colours.accent), 2))
        for symbol in self._symbols:
            painter.drawPolygon(QPolygonF([_at(room, corner) for corner in symbol.corners]))
        painter.setPen(QPen(QColor(colours.stopped), 2))
        places = [_at(room, place) for place in self.points]
        for place in places:
            painter.drawLine(place - QPointF(8, 0), place + QPointF(8, 0))
            painter.drawLine(place - QPointF(0, 8), place + QPointF(0, 8))
        if len(places) == 2:
            painter.drawLine(places[0], places[1])
        painter.end()


def _at(room: QRectF, place: Corner) -> QPointF:
    return QPointF(room.x() + place[0] * room.width(), room.y() + place[1] * room.height())


class TraceOldLabel(Dialog):
    """The dialog. What is taken over is one step of the history."""

    def __init__(
        self, work: Workplace, session: DesignSession, parent: QWidget, path: Path | None = None
    ) -> None:
        super().__init__(work, say("Trace an old label"), parent)
        kit = work.kit
        self._session = session
        self._path = path
        self._turn = 0
        self._photo: Photo | None = None
        self._offers: tuple[Offered, ...] = ()
        what = kit.label(
            say(
                "A scan or a straight photo of the label. It comes to lie under the design on a locked layer "
                "that is never printed; codes in it are read and offered as elements."
            ),
            "muted",
            wrap=True,
        )
        self.choose = kit.button(say("Open a photo or scan …"), self._choose_file, icon_name="import")
        self.turn = kit.button(say("Turn by 90°"), self._turn_picture, "quiet", icon_name="refresh")
        self.view = PhotoView()
        work.language.word(
            self.view, say("Picture of the old label; two clicks set the scale"), "setAccessibleName"
        )
        self.view.pointed.connect(self._scale_by_points)
        self.width_mm = kit.field()
        self.width_mm.textEdited.connect(lambda _text: self._offer())
        self.distance = kit.field()
        self.distance.textEdited.connect(lambda _text: self._scale_by_points())
        for field in (self.width_mm, self.distance):
            field.setMaximumWidth(12 * GRID)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.scale_told = kit.label(role="muted", wrap=True)
        self.codes = QListWidget()
        work.language.word(self.codes, say("Codes found"), "setAccessibleName")
        self.codes_told = kit.label(role="muted", wrap=True)
        self.with_fields = QCheckBox()
        self.with_fields.setChecked(True)
        work.language.word(self.with_fields, say("Use fields where it is known which"))
        self.with_fields.clicked.connect(lambda _on: self._offer())
        self.take = kit.button(say("Lay under the design"), self._take, "primary")
        width_name, distance_name = (
            kit.label(say("Width of the picture")),
            kit.label(say("Distance between the two places")),
        )
        width_name.setBuddy(self.width_mm)
        distance_name.setBuddy(self.distance)
        scale = facts(
            (width_name, _with_unit(kit.label(say("mm"), "muted"), self.width_mm)),
            (distance_name, _with_unit(kit.label(say("mm"), "muted"), self.distance)),
        )
        side = column(
            kit.label(say("Scale"), "heading"),
            kit.label(
                say(
                    "Click two places in the picture and say how far apart they are, or give the width of "
                    "the whole picture."
                ),
                "muted",
                wrap=True,
            ),
            scale,
            self.scale_told,
            kit.label(say("Codes found"), "heading"),
            self.codes_told,
            self.codes,
            self.with_fields,
            spacing=GRID,
        )
        body = row(column(row(self.choose, self.turn, 1, spacing=GRID), self.view, spacing=GRID), side)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        self.lay_out(what, body, buttons=(kit.button(say("Cancel"), self.reject), self.take))
        self.setMinimumWidth(112 * GRID)
        self._allow()
        if path is not None:
            self.load(path)

    def load(self, path: Path) -> None:
        """Open a picture and look for codes in it."""
        self._path = path
        plant, turn = self.work.plant, self._turn
        self.choose.setEnabled(False)
        self.work.background.run(
            lambda _report: tracing.open_picture(plant, path, turn),
            receiver=self,
            done=self._show,
            failed=self.notice.trouble,
            ended=lambda: self.choose.setEnabled(True),
        )

    def offered(self) -> tuple[Offered, ...]:
        """Return the codes that the person wants as elements."""
        return tuple(
            one
            for line, one in enumerate(self._offers)
            if self.codes.item(line).checkState() == Qt.CheckState.Checked
        )

    def _choose_file(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(
            self,
            word(say("Photo or scan of an old label")),
            "",
            word(say("Pictures (*.png *.jpg *.jpeg)")),
        )
        if name:
            self._turn = 0
            self.load(Path(name))

    def _turn_picture(self) -> None:
        if self._path is not None:
            self._turn = (self._turn + 90) % 360
            self.load(self._path)

    def _show(self, photo: Photo) -> None:
        self._photo = photo
        self.notice.hide()
        self.view.show_photo(photo)
        width = tracing.width_by_dpi(photo)
        if width is None:
            told = say("The picture does not say its resolution in a way that can be believed.")
        else:
            told = say("By its resolution the picture is {width} mm wide.", width=f"{width:.1f}")
        self.work.language.word(self.scale_told, told)
        self.width_mm.setText(length(round(width or self._session.design.width_mm, 2)))
        n = len(photo.symbols)
        found = say_count("{n} code was found.", "{n} codes were found.", n=n)
        self.work.language.word(self.codes_told, found if n else say("No code was found in the picture."))
        self._offer()

    def _scale_by_points(self) -> None:
        photo, mm = self._photo, number_of(self.distance.text())
        if photo is None or mm is None or len(self.view.points) < 2:
            return
        first, second = self.view.points
        try:
            width = tracing.width_by_points(photo, first, second, mm)
        except InputError as error:
            self.notice.trouble(error)
            return
        self.notice.hide()
        self.width_mm.setText(length(round(width, 2)))
        self._offer()

    def _offer(self) -> None:
        """Make elements of the codes anew: the scale or the wish for fields changed."""
        width = self._width()
        self._allow()
        if self._photo is None or width is None:
            return
        today = self.work.plant.clock.now().date()
        before = {one.read: line for line, one in enumerate(self._offers)}
        kept = [self.codes.item(line).checkState() for line in range(self.codes.count())]
        self._offers = tracing.offers(self._photo, width, today, with_fields=self.with_fields.isChecked())
        self.codes.clear()
        for one in self._offers:
            item = QListWidgetItem(self.work.language(_title(one)))
            if one.element is None:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setCheckState(Qt.CheckState.Unchecked)
            else:
                line = before.get(one.read)
                item.setCheckState(Qt.CheckState.Checked if line is None else kept[line])
            self.codes.addItem(item)

    def _width(self) -> float | None:
        width = number_of(self.width_mm.text())
        return width if width is not None and 1 <= width <= 1000 else None

    def _allow(self) -> None:
        self.take.setEnabled(self._photo is not None and self._width() is not None)
        self.turn.setEnabled(self._photo is not None)

    def _take(self) -> None:
        width = self._width()
        if self._photo is None or width is None:
            return
        try:
            design = tracing.with_old_label(self._session.design, self._photo, width, self.offered())
        except InputError as error:
            self.notice.trouble(error)
            return
        self._session.edit(say("Old label to trace"), design)
        self.accept()


def _with_unit(unit: QWidget, field: QWidget) -> QWidget:
    widget = QWidget()
    widget.setLayout(row(field, unit, 1, spacing=GRID))
    return widget


def _title(one: Offered) -> Text:
    what = say("{kind}  {text}", kind=tracing.kind_of(one.read), text=one.read.text.replace("\x1d", " ")[:60])
    return what if one.why_not is None else say("{what}: {why}", what=what, why=one.why_not)
