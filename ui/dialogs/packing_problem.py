"""PROBLEM at a packing line: six pictures, and behind each what can be done, step by step."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import work_orders
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.dialogs.return_codes import ReturnCodes
from ui.kit import Button, box, column, emptied
from ui.packing_problem.guided_path import GuidedPath
from ui.packing_problem.note_path import NotePath, ReprintPath
from ui.packing_problem.scan_path import ScanPath
from ui.packing_problem.take_back_path import TakeBackPath
from ui.packing_problem.ways import WAYS, Path, Way
from ui.style import GRID
from ui.widgets.six_pictures import PICTURES, SixPictures
from ui.workplace import Workplace

_SIX, _CHOICE = range(2)
_WIDE, _HIGH = 144 * GRID, 80 * GRID
"""Room for a list or two packs beside each other, on the smallest screen too."""
_ICON_PX = 40
_ACROSS = 3


class PackingProblem(Dialog):
    """Chooses a problem, then what to do about it, and leads through it.

    Attributes:
        pictures: the six buttons, by icon.
        choices: buttons of what may be done about the chosen picture, by icon.
        back: one page back.
        act: does what the path asks for.
        scan, taking_back, noting, reprinting: the guided paths.
    """

    def __init__(self, work: Workplace, order_id: int, station_id: int | None, parent: QWidget) -> None:
        """Make it.

        Args:
            work: where.
            order_id: whose packs have a problem.
            station_id: at which station; None: at none.
            parent: window behind it.
        """
        super().__init__(work, say("What is the problem?"), parent)
        kit = work.kit
        self._picture = ""
        self._path: GuidedPath | None = None
        six = SixPictures(kit)
        six.chosen.connect(self._choose)
        self.pictures = six.buttons
        self.choices: dict[str, Button] = {}
        self._name = kit.label(role="heading")
        self._grid = QGridLayout()
        self._grid.setSpacing(2 * GRID)
        self._elsewhere = kit.label(
            say(
                "A pack that is closed though it is not full, and a tray that mixes lots, are approved on "
                "the packing page itself. Codes that this order did not use come back to the pool when its "
                "jobs are closed; from there they are returned."
            ),
            "muted",
            wrap=True,
        )
        self.scan = ScanPath(work, order_id, station_id)
        self.taking_back = TakeBackPath(work, order_id, station_id)
        self.noting = NotePath(work)
        self.reprinting = ReprintPath(work)
        self._paths: dict[Path, GuidedPath] = {
            Path.SCAN: self.scan,
            Path.TAKE_BACK: self.taking_back,
            Path.NOTE: self.noting,
            Path.REPRINT: self.reprinting,
        }
        self.back = kit.button(say("Back"), self._back, icon_name="back")
        self.act = kit.button(say("Take it out"), self._go, "primary")
        self._pages = QStackedWidget()
        self._pages.addWidget(_at_top(six))
        self._pages.addWidget(box(column(self._name, self._grid, self._elsewhere, 1)))
        for path in self._paths.values():
            self._pages.addWidget(path)
            path.changed.connect(self._look)
            path.failed.connect(self._failed)
            path.finished.connect(self._finished)
        for grounds in (self.scan.grounds, self.taking_back.grounds):
            grounds.second.secret.returnPressed.connect(self._enter)
        self.lay_out(self._pages, buttons=(self.back, kit.button(say("Close"), self.reject), self.act))
        self.setMinimumWidth(_WIDE)
        self._show(_SIX)
        plant = work.plant
        work.background.run(
            lambda _report: work_orders.order(plant, order_id), receiver=self, done=self.noting.show_order
        )

    def _choose(self, picture: str) -> None:
        self._picture = picture
        ways = WAYS[picture]
        if len(ways) == 1:
            self._lead(ways[0])
            return
        emptied(self._grid)
        self.work.language.word(self._name, PICTURES[picture])
        self.choices = {way.drawing: self._choice(way) for way in ways}
        for place, button in enumerate(self.choices.values()):
            self._grid.addWidget(button, place // _ACROSS, place % _ACROSS)
        self._elsewhere.setVisible(any(way.path is Path.RETURN for way in ways))
        self._show(_CHOICE)
        next(iter(self.choices.values())).setFocus()

    def _choice(self, way: Way) -> Button:
        press: Callable[[], None] = partial(self._lead, way)
        made = self.work.kit.button(way.name, press, "picture", icon_name=way.drawing)
        made.setIconSize(QSize(_ICON_PX, _ICON_PX))
        return made

    def _lead(self, way: Way) -> None:
        if way.path is Path.RETURN:
            ReturnCodes(self.work, self).ask()
            return
        assert way.act is not None
        path = self._path = self._paths[way.path]
        self.work.language.word(self._heading, way.name)
        self.work.language.word(self.act, way.act)
        self._pages.setCurrentWidget(path)
        self._buttons()
        path.begin(way)
        self._look()
        if way.path in {Path.SCAN, Path.TAKE_BACK}:
            self.resize(self.width(), max(self.height(), _HIGH))
        self.grow()

    def _show(self, page: int) -> None:
        self._path = None
        self.work.language.word(self._heading, say("What is the problem?"))
        self._pages.setCurrentIndex(page)
        self._buttons()

    def _buttons(self) -> None:
        self.notice.hide()
        self.back.setVisible(self._pages.currentIndex() != _SIX)
        self.act.setVisible(self._path is not None)

    def _back(self) -> None:
        several = self._path is not None and len(WAYS[self._picture]) > 1
        self._show(_CHOICE if several else _SIX)

    def _look(self) -> None:
        self.act.setEnabled(self._path is not None and self._path.isEnabled() and self._path.ready)

    def _enter(self) -> None:
        """Do it once all is given; Enter elsewhere is the end of a scan."""
        if self.act.isEnabled():
            self._go()

    def _go(self) -> None:
        if self._path is not None:
            self.notice.hide()
            self.act.setEnabled(False)
            self._path.go()

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()
        self._look()

    def _finished(self, sentence: Text, changes: Changes) -> None:
        self.work.messages.done(sentence)
        self.work.announce(changes)
        self.accept()


def _at_top(content: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(content)
    layout.addStretch(1)
    return page
