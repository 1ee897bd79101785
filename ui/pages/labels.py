"""Labels: the plant's designs and the templates, the chosen one as a printer sets it, and the designer."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QSizePolicy, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.labels.document import LabelDesign
from desktop.labels.layout import Values
from desktop.operations import batches, designs, labels, products
from desktop.operations.batches import BatchRow
from desktop.operations.designs import DesignRow, Draft
from desktop.operations.labels import Preview, TemplateRow
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.texts import Text, say
from desktop.units import Resolution
from ui.kit import column, row
from ui.messages import ask
from ui.pages.label_designer import DesignerPage
from ui.pages.label_files import LabelFiles
from ui.pages.label_preview import LabelPreview
from ui.pages.page import Page
from ui.style import GRID
from ui.widgets.design_list import DesignList
from ui.wording import Mark, Offer, length, level_name
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows."""

    drafts: tuple[DesignRow, ...]
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list: a draft of the plant, or a design that can be begun from."""

    design: LabelDesign
    note: Text
    draft: int | None = None


class LabelsPage(Page):
    """The list of designs, and beside it the chosen one; the designer takes the place of both.

    Attributes:
        designer: the designer of the draft that is open; None while the list is shown.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.BATCHES, Kind.DESIGNS, Kind.PRODUCTS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._entries: list[_Entry] = []
        self._opened: list[LabelDesign] = []
        self._fillings: dict[str, _Filling] = {}
        self._asked = 0
        self._wanted: int | None = None
        self._recovery_told = False
        self.designer: DesignerPage | None = None
        self.list = DesignList()
        self.list.setFixedWidth(28 * GRID)
        self.list.currentRowChanged.connect(lambda _row: self._draw())
        self.list.itemActivated.connect(lambda _item: self._open())
        work.language.word(self.list, say("Label designs"), "setAccessibleName")
        self.new_design = kit.button(say("New design …"), self._new, icon_name="add")
        self.open_file = kit.button(say("Open a design file …"), self._open_file, "quiet", icon_name="import")
        self.open_design = kit.button(say("Open in the designer"), self._open, "primary", icon_name="edit")
        self.delete = kit.button(say("Delete the draft"), self._delete, "quiet")
        self.fill = QComboBox()
        self.fill.setMinimumWidth(27 * GRID)
        self.fill.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        work.language.word(self.fill, say("Fill with"), "setAccessibleName")
        self.fill.currentIndexChanged.connect(lambda _index: self._draw())
        self.preview = LabelPreview(work)
        self.preview.resolution_chosen.connect(self._draw)
        self.preview.tools.insertWidget(2, self.fill)
        self.export = kit.button(say("Save as …"), lambda: None, icon_name="export")
        self._files = LabelFiles(work, self, self.preview.shown)
        self.formats = self._files.formats
        self.export.setMenu(self._files.menu)
        left = kit.card(self.list, row(self.open_file, 1), row(self.delete, 1), spacing=GRID)
        left.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        body = row(left, self.preview)
        body.setStretch(1, 1)
        head = row(
            kit.label(say("Labels"), "title"), 1, self.export, self.new_design, self.open_design, spacing=GRID
        )
        self._gallery = QWidget()
        self._gallery.setLayout(column(head, body))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._gallery)
        self.lay_out(column(self._stack))
        self._keys = [
            self._gallery_key("Ctrl+N", say("New design …"), self.new_design),
            self._gallery_key("Return", say("Open in the designer"), self.open_design),
            self._gallery_key("Ctrl+S", say("Save the label as a file"), self.export),
            self._gallery_key("Ctrl+O", say("Open a design file"), self.open_file),
        ]
        self.shortcuts = list(self._keys)

    def refresh(self) -> None:
        """Read templates and batches anew."""
        plant = self.work.plant
        self.work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word designs and fillings anew."""
        for line, entry in enumerate(self._entries):
            self.list.change(line, *self._title(entry))
        self._fill_choices()
        self.preview.reword()
        if self.designer is not None:
            self.shortcuts = self.designer.shortcuts

    def show_what(self, what: object) -> None:
        """Open a draft by its number."""
        if isinstance(what, int):
            self.open_draft(what)

    def open_draft(self, draft_id: int) -> None:
        """Open a draft in the designer."""
        self.leave_designer()
        plant = self.work.plant
        self.work.background.run(
            lambda _report: designs.open_draft(plant, draft_id), receiver=self, done=self._show_designer
        )

    def leave_designer(self) -> None:
        """Save what is drawn and go back to the list."""
        designer, self.designer = self.designer, None
        if designer is None:
            return
        self._wanted = designer.close_design()
        self._stack.setCurrentWidget(self._gallery)
        self._stack.removeWidget(designer)
        designer.deleteLater()
        self.shortcuts = list(self._keys)
        self.list.setFocus()
        self.refresh()

    def _show_designer(self, draft: Draft) -> None:
        if self.designer is not None:
            return
        self.work.messages.clear()
        if draft.note is not None:
            self.work.messages.tell(Mark.ATTENTION, draft.note)
        designer = self.designer = DesignerPage(self.work, draft)
        designer.left.connect(self.leave_designer)
        self._stack.addWidget(designer)
        self._stack.setCurrentWidget(designer)
        designer.canvas.setFocus()
        self.shortcuts = designer.shortcuts

    def _open(self) -> None:
        """Draw on the chosen draft, or begin one from the chosen template."""
        entry = self._entry()
        if entry is None:
            return
        if entry.draft is not None:
            self.open_draft(entry.draft)
        else:
            self._new()

    def _new(self) -> None:
        from ui.dialogs.new_design import NewDesign  # noqa: PLC0415 (start-up)

        entry = self._entry()
        dialog = NewDesign(self.work, None if entry is None else entry.design, self)
        if dialog.ask() and dialog.draft is not None:
            self.open_draft(dialog.draft.id)

    def _delete(self) -> None:
        entry = self._entry()
        if entry is None or entry.draft is None:
            return
        agreed = ask(
            self,
            self.work.language,
            say("Delete the draft"),
            say("Delete the draft “{name}”? Its frozen revisions stay.", name=entry.design.name),
            say("Delete the draft"),
            say("Keep it"),
        )
        if agreed:
            plant, draft_id = self.work.plant, entry.draft
            self.work.background.run(
                lambda _report: designs.delete_draft(plant, draft_id), receiver=self, done=self.work.announce
            )

    def _entry(self) -> _Entry | None:
        line = self.list.currentRow()
        return self._entries[line] if 0 <= line < len(self._entries) else None

    def _show(self, read: _Read) -> None:
        before = self._entry()
        entries = [_Entry(item.design, _draft_note(item), item.id) for item in read.drafts]
        entries += [_Entry(item.design, _template_note(item)) for item in read.templates]
        known = [entry.design for entry in entries]
        entries += [
            _Entry(design, say("From a file · {size}", size=_size(design)))
            for design in self._opened
            if design not in known
        ]
        self._entries = entries
        self._fillings = {filling.key: filling for filling in _fillings(read)}
        self.list.blockSignals(True)
        self.list.clear()
        for entry in entries:
            self.list.add(*self._title(entry))
        self.list.setCurrentRow(self._line_of(before))
        self.list.blockSignals(False)
        self._fill_choices()
        self._draw()
        self._offer_recovery(read.drafts)

    def _line_of(self, before: _Entry | None) -> int:
        wanted, self._wanted = self._wanted, None
        for line, entry in enumerate(self._entries):
            if wanted is not None and entry.draft == wanted:
                return line
            if wanted is None and before is not None:
                same = entry.draft == before.draft if before.draft else entry.design == before.design
                if same:
                    return line
        return 0

    def _offer_recovery(self, drafts: tuple[DesignRow, ...]) -> None:
        """Tell once what was open when the program ended last."""
        if self._recovery_told or self.designer is not None:
            return
        self._recovery_told = True
        station = self.work.plant.station
        lost = [item for item in drafts if item.opened is not None and item.opened.on == station]
        if lost:
            row_ = lost[0]
            self.work.messages.offer(
                Mark.ATTENTION,
                say("“{name}” was open when the program ended. What was drawn is saved.", name=row_.name),
                Offer(say("Go on drawing"), lambda: self.open_draft(row_.id)),
            )

    def _title(self, entry: _Entry) -> tuple[str, str]:
        word, design = self.work.language, entry.design
        return design.title.in_language(word.code) or design.name, word(entry.note)

    def _gallery_key(self, keys: str, what: Text, button: QAbstractButton) -> tuple[str, Text]:
        """Let keys press a button while the list is shown; the designer has keys of its own."""
        made = QShortcut(QKeySequence(keys), self._gallery)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(button.animateClick)
        return keys, what

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
        entry = self._entry()
        if entry is None:
            return
        self.delete.setVisible(entry.draft is not None)
        opens = say("Open in the designer") if entry.draft else say("Begin a design from it …")
        self.work.language.word(self.open_design, opens)
        self._asked += 1
        asked, plant = self._asked, self.work.plant
        design, resolution = entry.design, self.preview.resolution()
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
        self._opened.append(design)
        self._entries.append(_Entry(design, say("From a file · {size}", size=_size(design))))
        self.list.add(*self._title(self._entries[-1]))
        self.list.setCurrentRow(self.list.count() - 1)


def _size(design: LabelDesign) -> Text:
    return say("{width} × {height} mm", width=length(design.width_mm), height=length(design.height_mm))


def _draft_note(item: DesignRow) -> Text:
    if not item.revision:
        return say("Draft · {size}", size=_size(item.design))
    if item.changed:
        return say("Draft since r{revision} · {size}", revision=item.revision, size=_size(item.design))
    return say("Frozen as r{revision} · {size}", revision=item.revision, size=_size(item.design))


def _template_note(item: TemplateRow) -> Text:
    if item.revision:
        return say("Revision r{revision} · {size}", revision=item.revision, size=_size(item.design))
    return say("Template · {size}", size=_size(item.design))


def _read(plant: Plant) -> _Read:
    return _Read(
        designs.list_designs(plant),
        labels.list_templates(plant),
        batches.list_batches(plant),
        products.list_products(plant),
    )


def _fillings(read: _Read) -> list[_Filling]:
    levels = {
        item.id: [level.level for level in item.product.levels if level.prefix] for item in read.products
    }
    return [_Filling(batch, level) for batch in read.batches for level in levels.get(batch.product_id, [])]


def _preview(
    plant: Plant, design: LabelDesign, resolution: Resolution, filling: _Filling | None
) -> tuple[Preview, Values | None]:
    if filling is None:
        return labels.preview(design, resolution), None
    values = labels.batch_values(plant, filling.batch.id, filling.level)
    details = labels.batch_details(plant, filling.batch.id)
    return labels.preview(design, resolution, values, details), values
