"""Exporting the relation of an order: how the platform wants it, and what else stands in it."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from desktop.errors import PackmarkError
from desktop.exchange.relation_profile import PROFILES, RelationProfile, profile_of
from desktop.operations import relation_export
from desktop.operations.relation_export import Exported, RelationNotes
from desktop.operations.work_orders import OrderRow
from desktop.products.packing import Reading
from desktop.texts import Text, say
from ui.dialogs.export_dialog import ExportDialog
from ui.kit import row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import day, number
from ui.workplace import Workplace

_NAMES: dict[str, Text] = {
    "standard": say("Standard (as most platforms read it)"),
    "lower case": say("Attributes in lower case"),
    "indented": say("Indented, GB 2312"),
    "device": say("Devices: smallest packs only"),
}
_REMEMBERED = "relation/"


class ExportRelation(ExportDialog):
    """Asks for profile and notes, which are remembered, and exports.

    Attributes:
        written: what was exported, once the dialog is accepted.
    """

    def __init__(self, work: Workplace, order: OrderRow, parent: QWidget | None, *, known: bool) -> None:
        """Make it.

        Args:
            work: where.
            order: of which.
            parent: window behind it.
            known: whether a relation of it was exported before.
        """
        super().__init__(work, say("Export the relation"), parent)
        kit = work.kit
        self.written: Exported | None = None
        self._order = order
        self._profiles = list(PROFILES)
        self.profile = QComboBox()
        for one in PROFILES:
            self.profile.addItem(work.language(_NAMES[one.name]))
        self.load = kit.button(say("From a file …"), self._open)
        self._profile_field = FormField(
            kit, say("How the platform reads it"), self.profile, say("Standard"), beside=self.load
        )
        self.notes = {name: kit.field() for name in ("workshop", "manager", "licence", "comment")}
        fields = {
            "workshop": FormField(kit, say("Workshop (may stay empty)"), self.notes["workshop"]),
            "manager": FormField(kit, say("Led by (may stay empty)"), self.notes["manager"]),
            "licence": FormField(kit, say("Number at the platform (may stay empty)"), self.notes["licence"]),
            "comment": FormField(kit, say("Remark (may stay empty)"), self.notes["comment"]),
        }
        self.new = QCheckBox()
        work.language.word(self.new, say("Write a new one: the platform has not taken the last one"))
        self.new.setVisible(known)
        people = row(fields["workshop"], fields["manager"])
        others = row(fields["licence"], fields["comment"])
        for line in (people, others):
            line.setStretch(0, 1)
            line.setStretch(1, 1)
        self.lay_out(
            kit.label(_about(order), "muted", wrap=True),
            self._profile_field,
            people,
            others,
            self.new,
            self.strip,
            buttons=(self.leave, self.go),
        )
        self.setMinimumWidth(88 * GRID)
        self.profile.currentIndexChanged.connect(lambda _place: self._explain_profile())
        self._recall()
        self._explain_profile()

    def export(self) -> None:
        """Write, read back, compare and keep it."""
        notes = RelationNotes(**{name: field.text().strip() for name, field in self.notes.items()})
        for name in ("workshop", "manager", "licence"):
            self.work.settings.setValue(_REMEMBERED + name, self.notes[name].text().strip())
        self.work.settings.setValue(_REMEMBERED + "profile", self._chosen().as_json())
        plant, order_id, profile = self.work.plant, self._order.id, self._chosen()
        do = partial(relation_export.export_relation, plant, order_id, profile, notes)
        again = self.new.isChecked()
        self.write(lambda report: do(again=again, report=report), self._take)

    def take_profile(self, name: str) -> None:
        """Read a profile from a file and choose it."""
        try:
            self._add(profile_of(name))
        except PackmarkError as error:
            self.notice.trouble(error)
            self.grow()

    def _take(self, done: Exported) -> None:
        self.written = done

    def _chosen(self) -> RelationProfile:
        return self._profiles[self.profile.currentIndex()]

    def _open(self) -> None:
        title = self.work.language(say("Profile of the relation file"))
        name, _ = QFileDialog.getOpenFileName(self, title, "", "JSON (*.json)")
        if name:
            self.take_profile(name)

    def _add(self, profile: RelationProfile) -> None:
        if profile not in self._profiles:
            self._profiles.append(profile)
            self.profile.addItem(profile.name)
        self.profile.setCurrentIndex(self._profiles.index(profile))

    def _recall(self) -> None:
        settings = self.work.settings
        for name in ("workshop", "manager", "licence"):
            self.notes[name].setText(str(settings.value(_REMEMBERED + name, "")))
        remembered = str(settings.value(_REMEMBERED + "profile", ""))
        if remembered:
            try:
                self._add(RelationProfile.from_json(remembered))
            except PackmarkError as error:
                self.notice.trouble(error)

    def _explain_profile(self) -> None:
        profile = self._chosen()
        nested = profile.reading is Reading.NESTED
        ratio = say("ratio nested") if nested else say("ratio cumulative")
        size = (
            say("files of at most {kb} kB", kb=number(profile.limit // 1000))
            if profile.limit
            else say("one file of any size")
        )
        self._profile_field.show_hint(
            say("{encoding}; {ratio}; {size}.", encoding=profile.encoding.upper(), ratio=ratio, size=size)
        )


def _about(order: OrderRow) -> Text:
    batch = order.batch
    if batch is None:
        return say("Order {number}: {product}", number=order.number, product=order.product)
    return say(
        "Order {number}: {product}, lot {lot}, made {made}, use before {expiry}, on {line}",
        number=order.number,
        product=order.product,
        lot=batch.lot,
        made=day(batch.made),
        expiry=day(batch.expiry),
        line=order.line,
    )
