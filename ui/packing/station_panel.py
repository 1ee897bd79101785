"""What is seen and pressed at a packing station, and what it shows of a situation."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.texts import Text, say
from ui.kit import Button, column, row
from ui.packing.ground import Ground
from ui.packing.label_strip import LabelStrip
from ui.packing.places import Place
from ui.packing.scan_board import ScanBoard
from ui.packing.scan_field import ScanField
from ui.packing.shown import Situation
from ui.packing.tray_view import TrayView
from ui.style import GRID, body_points
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, level_name
from ui.workplace import Workplace


class StationPanel(QWidget):
    """Shows a situation. The field has the focus: whatever a scanner types elsewhere goes there.

    What the buttons do is the business of ``StationView``.
    """

    def __init__(self, work: Workplace, place: Place) -> None:
        super().__init__()
        self.work = work
        self.place = place
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        kit = work.kit
        self.ground = Ground()
        self.board = ScanBoard(work)
        self.tray = TrayView(work.language)
        self.labels = LabelStrip(work, place)
        self.notice = Notice(kit)
        self.notice.hide()
        self.scanner = StateBadge(kit.language)
        self.scanner.hide()
        self.mixed_now = StateBadge(kit.language)
        self.mixed_now.show_state(Mark.ATTENTION, say("Mixed lots allowed for this tray"))
        self.mixed_now.hide()
        self.field = ScanField()
        self.field.setMinimumHeight(5 * GRID)
        self.field.setStyleSheet(f"font-size: {body_points() * 1.4:g}pt;")
        work.language.word(self.field, say("Scan here, or type 20 digits and Enter"), "setPlaceholderText")
        work.language.word(self.field, say("Scan"), "setAccessibleName")
        self._make_buttons()
        self._lay_out()
        # The Tab key reaches them; a click leaves the focus where the scanner types.
        for button in self.findChildren(Button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring what a scanner types into the field, wherever the focus is; Esc goes back there."""
        if event.key() == Qt.Key.Key_Escape:
            self.field.clear()
            self.field.setFocus()
        elif event.text() and event.text().isprintable():
            self.field.setFocus()
            QApplication.sendEvent(self.field, event)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the field."""
        self.field.setFocus()

    def reword(self) -> None:
        """Word again what is drawn."""
        self.tray.update()

    def show_scanner(self, text: Text, mark: Mark) -> None:
        """Show how the connected scanner is."""
        self.scanner.show_state(mark, text)
        self.scanner.show()

    def show_situation(self, now: Situation) -> None:
        """Show the last scan, the tray, what comes next, and what may be done."""
        mark, _word = now.heading
        self.ground.tint(mark)
        self.board.show_scan(now.heading, now.sentence, now.code)
        if now.places:
            self.tray.show_tray(now.tray)
            self.board.show_fill(now.lying, len(now.places), self.place.station.level, now.next_step)
        self.labels.show_missing(now.no_labels)
        if now.last is not None and now.last.parent:
            self.labels.show_closed("" if now.undone else now.last.parent)
        self._allow(now)

    def _allow(self, now: Situation) -> None:
        state, stopped = now.state, now.stopped
        last = None if state is None else state.last
        self.undo.setEnabled(now.ready and last is not None)
        told = say("Undo last scan") if last is None else say("Undo last scan\n{what}", what=last)
        self.work.language.word(self.undo, told)
        self.partial.setEnabled(now.ready and now.lying > 0)
        self.mixed.setEnabled(now.ready and state is not None and not state.mixed)
        self.mixed_now.setVisible(state is not None and state.mixed)
        self.partial.setVisible(not stopped)
        self.mixed.setVisible(not stopped)
        self.resume.setVisible(stopped)

    def _make_buttons(self) -> None:
        self.back = self._button(say("Other station"), "quiet", "back")
        self.sound = self._button(say("Sound on"), "quiet", "sound")
        self.settings = self._button(say("This station …"), "quiet", "settings")
        self.undo = self._button(say("Undo last scan"), "touch", "undo")
        self.undo.setStyleSheet(
            f"font-size: {body_points() * 1.15:g}pt; text-align: left; padding: 0 {2 * GRID}px;"
        )
        self.partial = self._button(say("Close partial …"), "touch")
        self.mixed = self._button(say("Mixed lots …"), "touch")
        self.resume = self._button(say("Resume …"), "touch-primary", "start")
        self.problem = self._button(say("Problem"), "touch", "problem")
        self.resume.hide()
        for button in (self.undo, self.partial, self.mixed):
            button.setEnabled(False)

    def _button(self, text: Text, role: str, icon_name: str = "") -> Button:
        made = Button(role, icon_name)
        self.work.language.word(made, text)
        return made

    def _lay_out(self) -> None:
        kit, order, station = self.work.kit, self.place.order, self.place.station
        title = kit.label(role="heading")
        kit.language.word(
            title,
            say(
                "{station} ({level}) · {number} · {product} · lot {lot}",
                station=station.name,
                level=level_name(station.level),
                number=order.number,
                product=order.product,
                lot="-" if order.batch is None else order.batch.lot,
            ),
        )
        head = row(self.back, title, 1, self.mixed_now, self.scanner, self.sound, self.settings, spacing=GRID)
        right = column(self.tray, self.labels, spacing=GRID)
        right.setStretch(0, 1)
        middle = row(self.board, right, spacing=3 * GRID)
        middle.setStretch(0, 9)
        middle.setStretch(1, 11)
        middle.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.ground.setLayout(middle)
        buttons = row(self.undo, self.partial, self.mixed, self.resume, self.problem)
        for at, share in enumerate((9, 5, 5, 10, 5)):
            buttons.setStretch(at, share)
        layout = column(head, self.notice, self.ground, self.field, buttons, spacing=GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        room = order.packing.children[station.level - 1]
        self.board.show_fill(0, room, station.level, say("The station is being opened …"))
