"""The steps of an order as a picture: a chain of marks, and below it what is missing for one of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desktop.operations.steps import Step, StepState
from desktop.texts import Text, say
from ui.kit import box, column, emptied, row
from ui.orders.files_words import STEPS, now_of, step_mark
from ui.style import GRID, colours_now, mixed
from ui.widgets.state_badge import mark_colour, paint_mark
from ui.wording import Mark, Offer
from ui.workplace import Workplace

_RADIUS = 14
_MARK_PX = 16
_NAME_TOP = 2 * _RADIUS + 9
_SIDE = 2
_LEAST_WIDTH = 9 * GRID
_NAME_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class StepNode(QAbstractButton):
    """One step: a ring with its mark, its name below, and the chain to its neighbours.

    Attributes:
        mark: the mark that is shown.
    """

    def __init__(self, place: int, of: int) -> None:
        super().__init__()
        self.mark = Mark.IDLE
        self._first, self._last = place == 0, place == of - 1
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        room = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        room.setHeightForWidth(True)
        self.setSizePolicy(room)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_mark(self, mark: Mark) -> None:
        """Show how far the step is."""
        self.mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the ring and the name."""
        return QSize(_LEAST_WIDTH, self.heightForWidth(_LEAST_WIDTH))

    def hasHeightForWidth(self) -> bool:
        """Tell that the name may need several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high ring and name are."""
        return _NAME_TOP + self._name_room(width).height() + 4

    def _name_room(self, width: int) -> QRect:
        font = self.font()
        font.setBold(True)
        room = QRect(0, 0, width - 2 * _SIDE, 1000)
        return QFontMetrics(font).boundingRect(room, _NAME_FLAGS, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the chain by the arrow keys."""
        way = _ARROWS.get(Qt.Key(event.key()))
        group = self.group()
        if way is None or group is None:
            super().keyPressEvent(event)
            return
        beside = group.button(group.id(self) + way)
        if beside is not None:
            beside.setFocus()
            beside.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw chain, ring, mark and name."""
        colours = colours_now()
        colour = mark_colour(self.mark, colours)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = self.width() / 2, _RADIUS + 4.0
        painter.setPen(QPen(QColor(colours.border), 2))
        if not self._first:
            painter.drawLine(QPointF(0, top), QPointF(middle - _RADIUS - 4, top))
        if not self._last:
            painter.drawLine(QPointF(middle + _RADIUS + 4, top), QPointF(self.width(), top))
        painter.setPen(QPen(QColor(colour), 3 if self.isChecked() else 1))
        painter.setBrush(mixed(colour, colours.surface, 0.14))
        painter.drawEllipse(QPointF(middle, top), _RADIUS, _RADIUS)
        half = _MARK_PX / 2
        paint_mark(painter, self.mark, colour, QRectF(middle - half, top - half, _MARK_PX, _MARK_PX))
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(colours.text if self.isChecked() else colours.muted))
        room = QRect(_SIDE, _NAME_TOP, self.width() - 2 * _SIDE, self.height() - _NAME_TOP)
        painter.drawText(room, _NAME_FLAGS, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class StepsPicture(QWidget):
    """All steps of one order; a click on one tells what is missing for it."""

    def __init__(self, work: Workplace, offers: Callable[[Step], Offer | None]) -> None:
        """Make it.

        Args:
            work: where.
            offers: what a person may do about a step that is not done.
        """
        super().__init__()
        self._work, self._offers = work, offers
        self._states: tuple[StepState, ...] = ()
        self._chosen: Step | None = None
        self._group = QButtonGroup(self)
        self.nodes: dict[Step, StepNode] = {}
        chain = row(spacing=0)
        for place, step in enumerate(Step):
            node = self.nodes[step] = StepNode(place, len(Step))
            work.language.word(node, STEPS[step])
            node.clicked.connect(partial(self._choose, step))
            self._group.addButton(node, place)
            chain.addWidget(node)
        self._told = column(spacing=GRID // 2)
        self.setLayout(column(chain, self._told, spacing=GRID // 2))

    def show_steps(self, states: tuple[StepState, ...]) -> None:
        """Show how far the steps are; the one that is waited for is told, unless a person chose another."""
        self._states = states
        now = now_of(states)
        for state in states:
            self.nodes[state.step].show_mark(step_mark(state, now))
        self._tell(self._chosen or now)

    def forget(self) -> None:
        """Another order is shown: nobody chose a step of it yet."""
        self._chosen = None

    def _choose(self, step: Step) -> None:
        self._chosen = step
        self._tell(step)

    def _tell(self, step: Step) -> None:
        self.nodes[step].setChecked(True)
        emptied(self._told)
        state = next(one for one in self._states if one.step is step)
        if state.done:
            self._told.addWidget(self._sentence(say("This step is done.")))
        offer = None if state.done else self._offers(step)
        for text in state.missing or (() if state.done else (say("The steps before it come first."),)):
            self._told.addWidget(self._sentence(text, offer))
            offer = None

    def _sentence(self, text: Text, offer: Offer | None = None) -> QWidget:
        kit = self._work.kit
        sentence = kit.label(text, wrap=True)
        if offer is None:
            return sentence
        line = row(sentence, kit.button(offer.text, offer.act, "quiet", icon_name="forward"))
        line.setStretch(0, 1)
        return box(line)
