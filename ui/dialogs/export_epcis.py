"""Exporting what happened to the packs of an order as EPCIS: how its packs and its place are called."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.changes import Changes
from desktop.codes.company_prefix import CompanyPrefix
from desktop.exchange.epcis_names import EpcisProfile, NameStyle
from desktop.operations import epcis_export
from desktop.operations.kept_files import KeptFile
from desktop.operations.work_orders import OrderRow
from desktop.texts import Text, say
from ui.dialogs.export_dialog import ExportDialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

_STYLES: dict[NameStyle, Text] = {
    NameStyle.CODE: say("by the drug code alone"),
    NameStyle.SGTIN: say("as SGTIN, where a pack level has a GTIN"),
    NameStyle.DIGITAL_LINK: say("as GS1 Digital Link, where a pack level has a GTIN"),
}
_REMEMBERED = "epcis/"


class ExportEpcis(ExportDialog):
    """Asks for the names, which are remembered, and exports.

    Attributes:
        written: what was exported, once the dialog is accepted.
    """

    def __init__(self, work: Workplace, order: OrderRow, parent: QWidget | None) -> None:
        super().__init__(work, say("Export events (EPCIS 2.0)"), parent)
        kit = work.kit
        self.written: KeptFile | None = None
        self._order = order
        self.names = QComboBox()
        for style, title in _STYLES.items():
            self.names.addItem(work.language(title), style.value)
        self.host = kit.field()
        self.prefix = kit.field()
        self.location = kit.field()
        self.host.setPlaceholderText("trace.example.com")
        self.location.setPlaceholderText("urn:epc:id:sgln:6932833.00001.0")
        self._prefix_field = FormField(kit, say("GS1 company prefix of the plant"), self.prefix)
        self._host_field = FormField(
            kit,
            say("Host name of the plant (may stay empty)"),
            self.host,
            say("The namespace of drug codes; empty: urn:x-edmc:"),
        )
        self.lay_out(
            FormField(kit, say("Packs are named"), self.names),
            self._host_field,
            self._prefix_field,
            FormField(
                kit,
                say("Place where it happens (may stay empty)"),
                self.location,
                say("A URI, such as an SGLN."),
            ),
            self.strip,
            buttons=(self.leave, self.go),
        )
        self.setMinimumWidth(72 * GRID)
        settings = work.settings
        for name, field in self._fields():
            field.setText(str(settings.value(_REMEMBERED + name, "")))
        self.names.setCurrentIndex(
            max(0, self.names.findData(str(settings.value(_REMEMBERED + "style", ""))))
        )
        self.names.currentIndexChanged.connect(lambda _place: self._show_fields())
        self._show_fields()

    def export(self) -> None:
        """Write, read back, compare and keep it."""
        profile = self.profile()
        for name, field in self._fields():
            self.work.settings.setValue(_REMEMBERED + name, field.text().strip())
        self.work.settings.setValue(_REMEMBERED + "style", profile.style.value)
        plant, order_id = self.work.plant, self._order.id
        self.write(lambda report: epcis_export.export_epcis(plant, order_id, profile, report), self._take)

    def profile(self) -> EpcisProfile:
        """Return what is entered.

        Raises:
            InputError: something of it cannot be.
        """
        prefix = self.prefix.text().strip() if self._style() is NameStyle.SGTIN else ""
        return EpcisProfile(
            self._style(),
            self.host.text().strip(),
            CompanyPrefix.parse(prefix) if prefix else None,
            self.location.text().strip(),
        )

    def _take(self, done: tuple[KeptFile, Changes]) -> None:
        self.written = done[0]

    def _style(self) -> NameStyle:
        return NameStyle(str(self.names.currentData()))

    def _fields(self) -> tuple[tuple[str, QLineEdit], ...]:
        return (("host", self.host), ("prefix", self.prefix), ("location", self.location))

    def _show_fields(self) -> None:
        self._prefix_field.setVisible(self._style() is NameStyle.SGTIN)
        self.grow()
