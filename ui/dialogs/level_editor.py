"""The pack levels of a product in a form: how many in how many, and the numbers of each level."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.products.packing import Packing, Reading
from desktop.products.product import MAX_CHILDREN, MAX_LEVELS, MIN_LEVELS, PackLevel
from desktop.texts import say
from ui.kit import Button, Kit, box, column, emptied, row
from ui.scans import takes_scans
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.gtin_entry import GtinEntry
from ui.widgets.pack_drawing import PackDrawing
from ui.wording import level_name


class _LevelLine:
    """The fields of one level."""

    def __init__(self, kit: Kit, level: PackLevel) -> None:
        self.number = level.level
        self.name = kit.label(level_name(level.level), "heading")
        self.children: QSpinBox = kit.spin_box(1, MAX_CHILDREN if level.level > 1 else 1, level.children)
        self.children.setEnabled(level.level > 1)
        self.prefix = QLineEdit(level.prefix)
        self.prefix.setMaxLength(PREFIX_LENGTH)
        takes_scans(self.prefix)
        self.gtin = GtinEntry(kit, level.gtin)
        self.derive: Button | None = None

    def level(self, *, lenient: bool = False) -> PackLevel:
        """Return the level as entered; ``lenient`` leaves out a GTIN that is none yet."""
        gtin: Gtin | None = None
        try:
            gtin = self.gtin.value()
        except InputError:
            if not lenient:
                raise
        return PackLevel(self.number, self.prefix.text().strip(), self.children.value(), gtin)


class LevelEditor(QWidget):
    """Edits two to five levels and draws them while they are typed.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, kit: Kit, levels: tuple[PackLevel, ...]) -> None:
        super().__init__()
        self._kit = kit
        self.lines: list[_LevelLine] = []
        self.drawing = PackDrawing(kit.language)
        self._sentence = kit.label(role="heading", wrap=True)
        self._both = kit.label(role="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(3, 1)
        self.ratio = kit.field(say("1:10:100"))
        self.reading = QComboBox()
        self.reading.addItem("", Reading.CUMULATIVE.value)
        self.reading.addItem("", Reading.NESTED.value)
        self.use_ratio = kit.button(say("Take over"), self._take_ratio)
        self._ratio_field = FormField(
            kit,
            say("Or from the platform's ratio"),
            self.ratio,
            beside=box(row(self.reading, self.use_ratio, spacing=GRID)),
        )
        self.ratio.textChanged.connect(lambda _text: self._preview_ratio())
        self.reading.currentIndexChanged.connect(lambda _index: self._preview_ratio())
        self.add = kit.button(say("Add a level"), self._add, "quiet", icon_name="add")
        self.remove = kit.button(say("Remove the largest"), self._remove, "quiet", icon_name="close")
        self.setLayout(
            column(
                self.drawing,
                self._sentence,
                self._both,
                self._grid,
                row(self.add, self.remove, 1),
                self._ratio_field,
                spacing=GRID,
            )
        )
        kit.language.changed.connect(self._reword)
        self._put(levels)
        self._reword()

    def levels(self) -> tuple[PackLevel, ...]:
        """Return the levels as entered.

        Raises:
            InputError: one of them is not sound.
        """
        return tuple(line.level() for line in self.lines)

    def draft(self) -> tuple[PackLevel, ...] | None:
        """Return the levels as far as they are sound; None if they cannot be drawn yet."""
        try:
            return tuple(line.level(lenient=True) for line in self.lines)
        except InputError:
            return None

    def _put(self, levels: tuple[PackLevel, ...]) -> None:
        emptied(self._grid)
        heads = (say("Level"), say("Packs in it"), say("Code prefix"), say("GTIN"))
        for place, head in enumerate(heads):
            self._grid.addWidget(self._kit.label(head, "muted"), 0, place)
        self.lines = [_LevelLine(self._kit, level) for level in levels]
        for line_number, line in enumerate(self.lines, 1):
            if line.number > 1:
                line.derive = self._kit.button(say("From the unit"), partial(self._derive, line), "quiet")
            widgets = (line.name, line.children, line.prefix, line.gtin, line.derive)
            for place, widget in enumerate(widgets):
                if widget is not None:
                    self._grid.addWidget(widget, line_number, place)
            line.children.valueChanged.connect(lambda _value: self._draw())
            line.prefix.textChanged.connect(lambda _text: self._draw())
            line.gtin.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.add.setEnabled(len(self.lines) < MAX_LEVELS)
        self.remove.setEnabled(len(self.lines) > MIN_LEVELS)
        unit = self._unit_gtin()
        for line in self.lines[1:]:
            if line.derive is not None:
                line.derive.setEnabled(unit is not None)
        levels = self.draft()
        if levels is not None:
            packing = Packing.of(levels)
            self.drawing.show_levels(levels)
            word = self._kit.language.word
            word(self._sentence, packing.sentence)
            word(
                self._both,
                say(
                    "Platform's ratio: {cumulative} cumulative, {nested} nested",
                    cumulative=packing.ratio(),
                    nested=packing.ratio(Reading.NESTED),
                ),
            )
        self.changed.emit()

    def _unit_gtin(self) -> Gtin | None:
        try:
            return self.lines[0].gtin.value() if self.lines else None
        except InputError:
            return None

    def _derive(self, line: _LevelLine) -> None:
        unit = self._unit_gtin()
        if unit is not None:
            line.gtin.put(unit.higher_pack(line.number - 1))

    def _add(self) -> None:
        levels = self.draft()
        if levels is not None:
            self._put((*levels, PackLevel(len(levels) + 1, "", 10)))

    def _remove(self) -> None:
        levels = self.draft()
        if levels is not None:
            self._put(levels[:-1])

    def _packing(self) -> Packing:
        return Packing.parse(self.ratio.text().strip(), Reading(str(self.reading.currentData())))

    def _preview_ratio(self) -> None:
        self.use_ratio.setEnabled(False)
        if not self.ratio.text().strip():
            self._ratio_field.show_hint(_RATIO_HINT)
            return
        try:
            packing = self._packing()
        except InputError as error:
            self._ratio_field.trouble(error.text)
            return
        self._ratio_field.show_hint(packing.sentence)
        self.use_ratio.setEnabled(True)

    def _take_ratio(self) -> None:
        children = self._packing().children
        known = {level.level: level for level in self.draft() or ()}
        self._put(
            tuple(
                PackLevel(
                    number,
                    known[number].prefix if number in known else "",
                    count,
                    known[number].gtin if number in known else None,
                )
                for number, count in enumerate(children, 1)
            )
        )
        self.ratio.clear()

    def _reword(self) -> None:
        word = self._kit.language
        self.reading.setItemText(0, word(say("cumulative: packs in the largest pack")))
        self.reading.setItemText(1, word(say("nested: packs in the next larger pack")))
        self._preview_ratio()


_RATIO_HINT = say("Type it to see both ways to read it in words before you take it over.")
