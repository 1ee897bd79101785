"""One label at one resolution: its picture, its sizes in mm, dots and modules, and its findings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QWidget

from desktop.errors import PackmarkError
from desktop.labels.checks import Finding
from desktop.labels.layout import Values
from desktop.labels.primitives import Area, Matrix, Symbol
from desktop.operations.labels import Preview
from desktop.texts import Text, say, say_count
from desktop.units import Resolution
from ui.kit import Button, column, row, segments
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.label_view import LabelView, Zoom, dots_of
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.wording import SEVERITIES, Mark, length
from ui.workplace import Workplace

_RESOLUTIONS = (8, 12, 24)
_SOURCE_PX = 160


class LabelPreview(QWidget):
    """Shows a ``Preview``.

    Signals:
        resolution_chosen: the person wants to see it at another resolution.
    """

    resolution_chosen = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._shown: Preview | None = None
        self._values: Values | None = None
        kit = work.kit
        self._dots_per_mm = _RESOLUTIONS[1]
        self.view = LabelView()
        self.view.pointed.connect(self._point)
        self.notice = Notice(kit)
        self.resolutions = {
            dots: self._segment(say("{n}", n=dots), chosen=dots == self._dots_per_mm) for dots in _RESOLUTIONS
        }
        self.zooms = {
            Zoom.FIT: self._segment(say("Fit"), chosen=True),
            Zoom.ONE_TO_ONE: self._segment(say("1:1"), chosen=False),
            Zoom.DOTS: self._segment(say("Dots"), chosen=False),
        }
        for group in (self.resolutions, self.zooms):
            exclusive = QButtonGroup(self)
            for button in group.values():
                exclusive.addButton(button)
        for dots, button in self.resolutions.items():
            button.clicked.connect(lambda _checked, dots=dots: self._choose_resolution(dots))
        for zoom, button in self.zooms.items():
            button.clicked.connect(lambda _checked, zoom=zoom: self.view.show_zoom(zoom))
        self.zones = QCheckBox()
        self.zones.setChecked(True)
        self.zones.toggled.connect(lambda _on: self._show_zones())
        work.language.word(self.zones, say("Quiet zones"))
        self.tools = row(
            row(kit.label(say("dots/mm"), "muted"), segments(*self.resolutions.values()), spacing=GRID),
            1,
            segments(*self.zooms.values()),
            self.zones,
        )
        self._size = kit.label()
        self._place = kit.label(role="muted")
        self._symbols = kit.label(wrap=True)
        picture = kit.card(
            self.tools, self.view, row(self._size, 1, self._place), self._symbols, spacing=GRID
        )
        self._verdict = StateBadge(kit.language)
        self.findings: Table[Finding] = Table(work, say("Findings"), _columns(), tools=False)
        self.findings.chosen.connect(self._show_finding)
        self._explained = kit.label(role="muted", wrap=True)
        self._card = kit.card(
            row(kit.label(say("Findings"), "heading"), self._verdict, 1),
            self.findings,
            self._explained,
            spacing=GRID,
        )
        layout = column(self.notice, picture, self._card)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def resolution(self) -> Resolution:
        """Return the resolution that is chosen."""
        return Resolution(self._dots_per_mm)

    def shown(self) -> tuple[Preview | None, Values | None]:
        """Return what is shown, and the values that fill it."""
        return self._shown, self._values

    def show_preview(self, shown: Preview, values: Values | None) -> None:
        """Show a label."""
        self._shown, self._values = shown, values
        self.notice.hide()
        self.view.mark(None)
        self.view.show_dots(dots_of(shown), shown.resolution.dots_per_mm)
        self._show_zones()
        self.findings.put(shown.findings)
        self.findings.setVisible(bool(shown.findings))
        self.findings.fit_height(4)
        self._explained.hide()
        self.reword()

    def measures(self) -> str:
        """Return the sizes of the symbols as they are shown."""
        return self._symbols.text()

    def explained(self) -> str:
        """Return what is told about the chosen finding."""
        return self._explained.text()

    def trouble(self, error: PackmarkError) -> None:
        """Tell why the label cannot be shown."""
        self.notice.trouble(error)

    def reword(self) -> None:
        """Word sizes and verdict in the present language."""
        shown = self._shown
        if shown is None:
            return
        word = self._work.language
        self._size.setText(
            word(
                say(
                    "Label {width} × {height} mm = {width_dots} × {height_dots} dots",
                    width=length(shown.design.width_mm),
                    height=length(shown.design.height_mm),
                    width_dots=shown.width_dots,
                    height_dots=shown.height_dots,
                )
            )
        )
        self._symbols.setText("\n".join(word(_measures(bars, shown.resolution)) for bars in shown.symbols))
        n = len(shown.findings)
        errors = [finding for finding in shown.findings if SEVERITIES[finding.severity][0] is Mark.STOPPED]
        mark = Mark.STOPPED if errors else Mark.ATTENTION if n else Mark.DONE
        verdict = say_count("{n} finding", "{n} findings", n=n) if n else say("Keeps every rule")
        self._verdict.show_state(mark, verdict)

    def _segment(self, text: Text, *, chosen: bool) -> Button:
        button = self._work.kit.button(text, lambda: None, "segment")
        button.setCheckable(True)
        button.setChecked(chosen)
        return button

    def _choose_resolution(self, dots: int) -> None:
        self._dots_per_mm = dots
        self.resolution_chosen.emit()

    def _show_finding(self, finding: Finding) -> None:
        self.view.mark(finding.area)
        explained = say("{message} Source: {source}", message=finding.message, source=finding.source)
        self._work.language.word(self._explained, explained)
        self._explained.show()

    def _show_zones(self) -> None:
        zones: list[Area] = []
        if self._shown is not None and self.zones.isChecked():
            for zone, symbol in zip(self._shown.zones, self._shown.symbols, strict=True):
                zones += _around(symbol.area, zone.area)
        self.view.show_zones(zones)

    def _point(self, x: int, y: int) -> None:
        if x < 0 or self._shown is None:
            self._place.clear()
            return
        resolution = self._shown.resolution
        self._place.setText(
            self._work.language(
                say(
                    "{x_mm}, {y_mm} mm · dot {x}, {y}",
                    x_mm=f"{resolution.mm(x):.2f}",
                    y_mm=f"{resolution.mm(y):.2f}",
                    x=x,
                    y=y,
                )
            )
        )


def _columns() -> tuple[Column[Finding], ...]:
    def measure(value: float | str, unit: str) -> str:
        number = value if isinstance(value, str) else length(value)
        return f"{number} {unit}".strip()

    return (
        Column(
            say("Severity"),
            lambda finding: SEVERITIES[finding.severity][1],
            mark=lambda finding: SEVERITIES[finding.severity][0],
        ),
        Column(say("Finding"), lambda finding: finding.message, wide=True),
        Column(say("Measured"), lambda finding: measure(finding.measured, finding.unit)),
        Column(say("Required"), lambda finding: measure(finding.required, finding.unit)),
        Column(say("Source"), lambda finding: finding.source, width=_SOURCE_PX),
    )


def _around(symbol: Area, zone: Area) -> tuple[Area, ...]:
    """Return the strips of a no-go zone around its symbol."""
    strips = (
        Area(zone.x, zone.y, symbol.x - zone.x, zone.height),
        Area(symbol.right, zone.y, zone.right - symbol.right, zone.height),
        Area(symbol.x, zone.y, symbol.width, symbol.y - zone.y),
        Area(symbol.x, symbol.bottom, symbol.width, zone.bottom - symbol.bottom),
    )
    return tuple(strip for strip in strips if strip.width and strip.height)


def _measures(bars: Symbol, resolution: Resolution) -> Text:
    if isinstance(bars, Matrix):
        return say(
            "{symbology}: module {dots} dots = {mm} mm · {rows} × {columns} modules = {width} × {height} mm",
            symbology=bars.symbology.value,
            dots=bars.module_dots,
            mm=length(resolution.mm(bars.module_dots)),
            rows=len(bars.rows),
            columns=len(bars.rows[0]),
            width=length(resolution.mm(bars.area.width)),
            height=length(resolution.mm(bars.area.height)),
        )
    return say(
        "{symbology}: bar module {dots} dots = {mm} mm · {modules} modules = {width_dots} dots = {width} mm "
        "wide · {height_dots} dots = {height} mm high",
        symbology=bars.symbology.value,
        dots=bars.module_dots,
        mm=length(resolution.mm(bars.module_dots)),
        modules=len(bars.modules),
        width_dots=bars.area.width,
        width=length(resolution.mm(bars.area.width)),
        height_dots=bars.height,
        height=length(resolution.mm(bars.height)),
    )
