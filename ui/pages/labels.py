"""Labels: a design as a printer will set it, everything that is wrong with it, and files of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSizePolicy

from desktop.changes import Kind
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values
from desktop.operations import batches, labels, products
from desktop.operations.batches import BatchRow
from desktop.operations.labels import Preview, TemplateRow
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.texts import say
from desktop.units import Resolution
from ui.kit import column, row
from ui.pages.label_preview import LabelPreview
from ui.pages.page import Page
from ui.style import GRID
from ui.widgets.design_list import DesignList
from ui.wording import length, level_name
from ui.workplace import Workplace

_KINDS_OF_FILE = ("png", "pdf", "svg", "zpl")


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows."""

    templates: tuple[TemplateRow, ...]
    batches: tuple[BatchRow, ...]
    products: tuple[ProductRow, ...]


@dataclass(frozen=True, slots=True)
class _Filling:
    """What a label may be filled with: a batch, on one level of its product."""

    batch: BatchRow
    level: int

    @property
    def key(self) -> str:
        return f"{self.batch.id}/{self.level}"


class LabelsPage(Page):
    """The list of designs, and beside it the chosen one."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.BATCHES, Kind.DESIGNS, Kind.PRODUCTS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._designs: list[LabelDesign] = []
        self._fillings: dict[str, _Filling] = {}
        self._asked = 0
        self.list = DesignList()
        self.list.setFixedWidth(28 * GRID)
        self.list.currentRowChanged.connect(lambda _row: self._draw())
        work.language.word(self.list, say("Label designs"), "setAccessibleName")
        self.open_file = kit.button(say("Open a design file …"), self._open_file, "quiet", icon_name="import")
        self.fill = QComboBox()
        self.fill.setMinimumWidth(27 * GRID)
        self.fill.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        work.language.word(self.fill, say("Fill with"), "setAccessibleName")
        self.fill.currentIndexChanged.connect(lambda _index: self._draw())
        self.preview = LabelPreview(work)
        self.preview.resolution_chosen.connect(self._draw)
        self.preview.tools.insertWidget(2, self.fill)
        self.export = kit.button(say("Save as …"), lambda: None, icon_name="export")
        self._menu = QMenu(self)
        self.formats = {ending: self._menu.addAction(ending.upper()) for ending in _KINDS_OF_FILE}
        for ending, action in self.formats.items():
            action.triggered.connect(lambda _checked, ending=ending: self._save(ending))
        self.export.setMenu(self._menu)
        left = kit.card(kit.label(say("Templates"), "heading"), self.list, self.open_file)
        left.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        body = row(left, self.preview)
        body.setStretch(1, 1)
        self.lay_out(row(kit.label(say("Labels"), "title"), 1, self.export), column(body))
        self.shortcut("Ctrl+S", say("Save the label as a file"), self.export)
        self.shortcut("Ctrl+O", say("Open a design file"), self.open_file)

    def refresh(self) -> None:
        """Read templates and batches anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word designs and fillings anew."""
        for line, design in enumerate(self._designs):
            self.list.change(line, *self._title(design))
        self._fill_choices()
        self.preview.reword()

    def _show(self, read: _Read) -> None:
        known = [item.design for item in read.templates]
        self._designs = known + [design for design in self._designs if design not in known]
        self._fillings = {filling.key: filling for filling in _fillings(read)}
        line = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for design in self._designs:
            self.list.add(*self._title(design))
        self.list.setCurrentRow(line)
        self.list.blockSignals(False)
        self._fill_choices()
        self._draw()

    def _title(self, design: LabelDesign) -> tuple[str, str]:
        size = say("{width} × {height} mm", width=length(design.width_mm), height=length(design.height_mm))
        return design.title.in_language(self.work.language.code), self.work.language(size)

    def _fill_choices(self) -> None:
        """Offer the sample values and, for each level of its product, each batch."""
        chosen = self.fill.currentData()
        self.fill.blockSignals(True)
        self.fill.clear()
        self.fill.addItem(self.work.language(say("Sample values")), None)
        for key, filling in self._fillings.items():
            text = say(
                "Lot {lot} · {level} · {product}",
                lot=filling.batch.batch.lot,
                level=level_name(filling.level),
                product=filling.batch.product,
            )
            self.fill.addItem(self.work.language(text), key)
        self.fill.setCurrentIndex(max(0, self.fill.findData(chosen)))
        self.fill.blockSignals(False)

    def _draw(self) -> None:
        line = self.list.currentRow()
        if not 0 <= line < len(self._designs):
            return
        self._asked += 1
        asked, plant = self._asked, self.work.plant
        design, resolution = self._designs[line], self.preview.resolution()
        filling = self._fillings.get(str(self.fill.currentData()))
        self.work.background.run(
            lambda _report: _preview(plant, design, resolution, filling),
            receiver=self,
            done=lambda shown: self._show_preview(asked, *shown),
            failed=self.preview.trouble,
        )

    def _show_preview(self, asked: int, shown: Preview, values: Values | None) -> None:
        if asked == self._asked:
            self.preview.show_preview(shown, values)

    def _open_file(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(
            self, word(say("Open a design file")), "", word(say("Label designs (*.json)"))
        )
        if name:
            self.load(name)

    def load(self, name: str) -> None:
        """Add the design in a file to the list."""
        plant = self.work.plant
        self.work.background.run(
            lambda _report: labels.load_design(plant, name), receiver=self, done=self._add
        )

    def _add(self, design: LabelDesign) -> None:
        self._designs.append(design)
        self.list.add(*self._title(design))
        self.list.setCurrentRow(self.list.count() - 1)

    def _save(self, ending: str) -> None:
        shown, values = self.preview.shown()
        if shown is None:
            return
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self,
            word(say("Save the label as a file")),
            f"{shown.design.name}.{ending}",
            f"{ending.upper()} (*.{ending})",
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() != f".{ending}":
            path = path.with_name(f"{path.name}.{ending}")
        plant = self.work.plant
        self.work.background.run(
            lambda _report: _render(plant, shown, values, path),
            receiver=self,
            done=lambda _done: self.work.messages.done(say("The label was written to {path}.", path=path)),
        )


def _read(plant: Plant) -> _Read:
    return _Read(labels.list_templates(plant), batches.list_batches(plant), products.list_products(plant))


def _fillings(read: _Read) -> list[_Filling]:
    levels = {
        item.id: [level.level for level in item.product.levels if level.prefix] for item in read.products
    }
    return [_Filling(batch, level) for batch in read.batches for level in levels.get(batch.product_id, [])]


def _preview(
    plant: Plant, design: LabelDesign, resolution: Resolution, filling: _Filling | None
) -> tuple[Preview, Values | None]:
    values = None if filling is None else labels.batch_values(plant, filling.batch.id, filling.level)
    return labels.preview(design, resolution, values), values


def _render(plant: Plant, shown: Preview, values: Values | None, path: Path) -> None:
    # The person has agreed to overwrite in the file dialog.
    path.unlink(missing_ok=True)
    labels.render(plant, shown, values, path)
