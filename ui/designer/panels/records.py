"""What fills the label while it is designed: samples, a batch, records of a file, or the worst of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QVBoxLayout, QWidget

from desktop.exchange.label_records import Records, read_records
from desktop.labels.document import LabelDesign
from desktop.labels.field_titles import field_title
from desktop.labels.field_values import check_value, rules_of
from desktop.labels.fields import FIELDS
from desktop.labels.layout import Values
from desktop.labels.worst_case import worst_case
from desktop.operations import batches, labels, products
from desktop.operations.batches import BatchRow
from desktop.operations.plant import Plant
from desktop.products.details import NO_DETAILS, Details
from desktop.texts import Text, say, say_count
from ui.designer.panels.editors import ChoiceEdit, LineEdit
from ui.designer.panels.own_fields import OwnFields
from ui.designer.panels.panel import Panel
from ui.designer.panels.rows import Row
from ui.designer.panels.scrubber import RecordScrubber
from ui.designer.session import DesignSession
from ui.kit import column, scrolling
from ui.style import GRID
from ui.wording import Mark, level_name
from ui.workplace import Workplace

SAMPLE, BATCH, FILE = "sample", "batch", "file"
_VARYING = frozenset(rule.name for rule in FIELDS if rule.varies)


@dataclass(frozen=True, slots=True)
class _Filling:
    """A batch, on one level of its product."""

    batch: BatchRow
    level: int

    @property
    def title(self) -> Text:
        return say(
            "Lot {lot} · {level} · {product}",
            lot=self.batch.batch.lot,
            level=level_name(self.level),
            product=self.batch.product,
        )


class DataPanel(Panel):
    """Chooses and edits the values of the label that is shown."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self._fillings: tuple[_Filling, ...] = ()
        self._values: Values | None = None
        self._details = NO_DETAILS
        self._records: Records | None = None
        self.source = ChoiceEdit(
            kit,
            say("Fill with"),
            ((SAMPLE, say("Sample")), (BATCH, say("Batch")), (FILE, say("File"))),
        )
        self.source.edited.connect(lambda value: self.choose(str(value)))
        self._source = SAMPLE
        self.worst = QCheckBox()
        work.language.word(self.worst, say("Longest values: the worst that a job can bring"))
        self.worst.clicked.connect(lambda _on: self._fill())
        self.batch = QComboBox()
        self.batch.setProperty("role", "dense")
        self.batch.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        work.language.word(self.batch, say("Batch that fills the label"), "setAccessibleName")
        self.batch.activated.connect(lambda _line: self._fill_from_batch())
        self.open = kit.button(say("Open a table …"), self._open, icon_name="import")
        self.file = kit.label(role="muted", wrap=True)
        self.scrubber = RecordScrubber(kit)
        self.scrubber.moved.connect(lambda _place: self._fill())
        self.rows: dict[str, Row] = {}
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GRID // 2)
        self.own_fields = OwnFields(self)
        content = QWidget()
        content.setLayout(column(self._lines, self.own_fields, 1, spacing=2 * GRID))
        self.lay_out(
            self.source, self.batch, self.open, self.file, self.scrubber, self.worst, scrolling(content)
        )
        self._show_source()

    def refresh(self) -> None:
        """Show the values of all fields that the design uses."""
        design, values = self.session.design, self.session.values
        wanted = [name for name in rules_of(design) if name in design.used_fields]
        if wanted != list(self.rows):
            self._build(wanted)
        rules = rules_of(design)
        for name, line in self.rows.items():
            line.editor.put([values.get(name, "")])
            line.editor.field.setReadOnly(self._source != SAMPLE or self.worst.isChecked())
            fault = check_value(rules[name], values.get(name, ""))
            line.trouble(say("{field}: {fault}", field=field_title(name), fault=fault) if fault else None)
        self.own_fields.refresh()

    def choose(self, source: str) -> None:
        """Fill the label from another source."""
        self._source = source
        self._values = None
        self._show_source()
        if source == BATCH:
            plant = self.work.plant
            self.work.background.run(
                lambda _report: _fillings(plant), receiver=self, done=self._offer, failed=self.notice.trouble
            )
        self._fill()

    def load(self, path: Path) -> None:
        """Read a table of records and fill the label with the first."""
        own = self.session.design.own_fields
        self.work.background.run(
            lambda _report: read_records(path, own),
            receiver=self,
            done=self._show_records,
            failed=self.notice.trouble,
        )

    def _show_source(self) -> None:
        self.source.put([self._source])
        self.batch.setVisible(self._source == BATCH)
        self.open.setVisible(self._source == FILE)
        has_records = self._source == FILE and self._records is not None and bool(self._records.rows)
        self.scrubber.setVisible(has_records)
        self.file.setVisible(has_records)

    def _build(self, names: list[str]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for name in names:
            title = field_title(name)
            line = Row(self.work.kit, title, LineEdit(self.work.kit, title, live=True))
            line.setToolTip(f"{{{name}}}")
            line.editor.edited.connect(lambda value, name=name: self._set_sample(name, str(value)))
            self.rows[name] = line
            self._lines.addWidget(line)

    def _set_sample(self, name: str, value: str) -> None:
        def make(design: LabelDesign) -> LabelDesign:
            sample = {**dict(design.sample), name: value}
            return replace(design, sample=tuple(sample.items()))

        title = say("Sample value of {field}", field=field_title(name))
        self.rows[name].trouble(self.change(title, make, f"sample {name}"))

    def _offer(self, fillings: tuple[_Filling, ...]) -> None:
        self._fillings = fillings
        self.batch.clear()
        self.batch.addItems([self.work.language(one.title) for one in fillings])
        if fillings:
            self._fill_from_batch()
        else:
            self.notice.tell(Mark.ATTENTION, say("There are no batches yet."))

    def _fill_from_batch(self) -> None:
        filling = self._fillings[self.batch.currentIndex()]
        plant = self.work.plant
        self.work.background.run(
            lambda _report: (
                labels.batch_values(plant, filling.batch.id, filling.level),
                labels.batch_details(plant, filling.batch.id),
            ),
            receiver=self,
            done=self._take,
            failed=self.notice.trouble,
        )

    def _take(self, filled: tuple[Values, Details]) -> None:
        self._values, self._details = filled
        self._fill()

    def _open(self) -> None:
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(
            self, word(say("Open a table of records")), "", word(say("Tables (*.csv *.xlsx)"))
        )
        if name:
            self.load(Path(name))

    def _show_records(self, records: Records) -> None:
        self._records = records
        n = len(records.rows)
        told = say_count(
            "{file}: {n} record with {fields}",
            "{file}: {n} records with {fields}",
            n=n,
            file=records.file_name,
            fields=", ".join(records.names),
        )
        self.work.language.word(self.file, told)
        self.scrubber.put(records.rows)
        self.notice.hide()
        if records.problem_count:
            wrong = say_count("{n} value is wrong.", "{n} values are wrong.", n=records.problem_count)
            self.notice.tell(Mark.ATTENTION, wrong, tuple(one.sentence for one in records.problems))
        self._show_source()
        self._fill()

    def _fill(self) -> None:
        """Fill the label with what is chosen."""
        values = self._chosen_values()
        details = self._details if self._source == BATCH else NO_DETAILS
        if self.worst.isChecked():
            shown = self.session.design.sample_values if values is None else values
            self.session.set_values(self._worst(shown), details)
        else:
            self.session.set_values(values, details)

    def _chosen_values(self) -> dict[str, str] | None:
        """Return the values that fill the label; None: the design's own sample, whatever becomes of it."""
        if self._source == BATCH and self._values is not None:
            # What a job makes for each label is not there yet: the sample stands for it.
            return {**self._sampled(_VARYING), **self._values}
        if self._source == FILE and self._records is not None and self._records.rows:
            sample = self._sampled(frozenset(self.session.design.field_names) - set(self._records.names))
            return {**sample, **self._empty(), **self._records.rows[self.scrubber.at()].values}
        return None

    def _sampled(self, names: frozenset[str]) -> dict[str, str]:
        return {name: value for name, value in self.session.design.sample if name in names}

    def _empty(self) -> dict[str, str]:
        assert self._records is not None
        return dict.fromkeys(self._records.names, "")

    def _worst(self, shown: Mapping[str, str]) -> dict[str, str]:
        design = self.session.design
        if self._source == FILE and self._records is not None:
            known = self._records.names
            shared = {name: value for name, value in shown.items() if name not in known}
            return worst_case(design, shared, (one.values for one in self._records.rows))
        own = {field.name for field in design.own_fields}
        shared = {name: value for name, value in shown.items() if name not in _VARYING | own}
        return worst_case(design, shared)


def _fillings(plant: Plant) -> tuple[_Filling, ...]:
    levels = {
        item.id: [level.level for level in item.product.levels if level.prefix]
        for item in products.list_products(plant)
    }
    return tuple(
        _Filling(batch, level)
        for batch in batches.list_batches(plant)
        for level in levels.get(batch.product_id, [])
    )
