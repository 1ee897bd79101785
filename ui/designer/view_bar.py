"""The line below the canvas: zoom, the aids for laying elements, and where the pointer is."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from desktop.texts import Text, say
from ui.designer.canvas import Canvas
from ui.designer.grid import GRID_CHOICES_DOTS, GRID_CHOICES_MM, Aids, GridStep
from ui.kit import Button
from ui.style import GRID
from ui.wording import length
from ui.workplace import Workplace

_SNAPS: dict[str, Text] = {
    "snap_dots": say("To whole dots"),
    "snap_objects": say("To elements and the label"),
    "snap_guides": say("To guides"),
    "snap_grid": say("To the grid"),
}
_SHOWN: dict[str, Text] = {
    "zones": say("Quiet zones"),
    "findings": say("Findings"),
    "loupe": say("Loupe"),
}


class ViewBar(QFrame):
    """Works the view of a canvas."""

    def __init__(self, work: Workplace, canvas: Canvas, aids: Aids) -> None:
        super().__init__()
        self._work, self._canvas, self._aids = work, canvas, aids
        kit = work.kit
        self.fit = kit.button(say("Fit"), canvas.fit, "segment")
        self.one_to_one = kit.button(say("1:1"), canvas.one_to_one, "segment")
        self.dots = kit.button(say("Dots"), canvas.dot_view, "segment")
        work.language.word(self.one_to_one, say("Real size on this screen"), "setToolTip")
        work.language.word(self.dots, say("Each printer dot can be seen and counted"), "setToolTip")
        self.percent = kit.label(role="muted")
        self.percent.setMinimumWidth(5 * GRID)
        self.grid = self._with_menu(say("Grid"), "grid")
        self.snap = self._with_menu(say("Snap"), "magnet")
        work.language.word(self.snap, say("What dragged edges are drawn to; Alt frees them"), "setToolTip")
        self.shown = self._with_menu(say("Show"), "eye")
        self.place = kit.label(role="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.setSpacing(0)
        for widget in (self.fit, self.one_to_one, self.dots, self.percent, self.grid, self.snap, self.shown):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.place)
        canvas.zoomed.connect(self._tell_zoom)
        canvas.pointed.connect(self._tell_place)
        work.language.changed.connect(self._word_menus)
        aids.changed.connect(self._word_menus)
        canvas.session.shown.connect(self._tell_size)
        self._word_menus()
        self._tell_place(None)

    def _with_menu(self, title: Text, icon_name: str) -> Button:
        button = self._work.kit.button(title, lambda: None, "segment", icon_name=icon_name)
        button.setMenu(QMenu(button))
        return button

    def _word_menus(self) -> None:
        word, aids = self._work.language, self._aids
        for button, choices in ((self.snap, _SNAPS), (self.shown, _SHOWN)):
            menu = button.menu()
            menu.clear()
            for name, title in choices.items():
                action = menu.addAction(word(title))
                action.setCheckable(True)
                action.setChecked(aids.on(name))
                action.triggered.connect(lambda on, name=name: aids.switch(name, on=on))
        menu = self.grid.menu()
        menu.clear()
        action = menu.addAction(word(say("Show the grid")))
        action.setCheckable(True)
        action.setChecked(aids.on("grid"))
        action.triggered.connect(lambda on: aids.switch("grid", on=on))
        menu.addSeparator()
        steps = [GridStep(mm) for mm in GRID_CHOICES_MM]
        for step in (*steps, *(GridStep(dots, in_dots=True) for dots in GRID_CHOICES_DOTS)):
            title = (
                say("{n} dots", n=int(step.length)) if step.in_dots else say("{mm} mm", mm=f"{step.length:g}")
            )
            action = menu.addAction(word(title))
            action.setCheckable(True)
            action.setChecked(aids.step == step)
            action.triggered.connect(lambda _on, step=step: aids.choose_step(step))

    def _tell_zoom(self) -> None:
        canvas = self._canvas
        per_mm = canvas.screen().physicalDotsPerInch() / 25.4
        share = canvas.viewport.scale * canvas.session.resolution.dots_per_mm / per_mm
        self.percent.setText(f"{share * 100:.0f} %")

    def _tell_size(self) -> None:
        if self._canvas.pointer is None:
            self._tell_place(None)

    def _tell_place(self, place: Text | None) -> None:
        """Tell where the pointer is, and the size of the label while it is elsewhere."""
        label, design = self._canvas.board.label, self._canvas.session.design
        size = say(
            "Label {width} × {height} mm = {width_dots} × {height_dots} dots",
            width=length(design.width_mm),
            height=length(design.height_mm),
            width_dots=label.width,
            height_dots=label.height,
        )
        self._work.language.word(self.place, place or size)
