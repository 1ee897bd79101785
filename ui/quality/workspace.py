"""One graded picture: grade, picture, profile or module map, figures and conditions, all of one symbol."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.grading.cause import Cause, kind_title
from desktop.grading.formal import PASSES_FROM
from desktop.grading.model import Edition, Parameter, Scan, SymbolGrade
from desktop.operations.grading import Graded
from desktop.texts import say
from ui.kit import box, column, row, scrolling
from ui.quality.cause_list import CauseList
from ui.quality.conditions import Conditions
from ui.quality.grade_banner import GradeBanner
from ui.quality.grade_words import (
    GradedSymbol,
    mark_of,
    parameter_title,
    short_grade,
    value_of,
    verdict,
)
from ui.quality.looked import Looked
from ui.quality.module_map_view import ModuleMapView
from ui.quality.parameter_table import ParameterTable
from ui.quality.picture_view import Fault, Outline, PictureView
from ui.quality.profile_places import parameter_of, shown_of
from ui.quality.profile_view import ProfileView
from ui.quality.scan_bar import ScanBar
from ui.style import GRID
from ui.wording import Mark
from ui.workplace import Workplace

_PROFILE, _MAP, _NOTHING = range(3)
_SIDE_PX = 320
_UPPER, _LOWER = 330, 250


class Workspace(QWidget):
    """Shows a graded picture; picture, profile, map and table always speak of the same place.

    Attributes:
        graded: the picture that is shown.
        needed: the least grade with which all of its symbols pass.
        side: likely causes and conditions, which scroll downwards only.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self.graded: Graded | None = None
        self.needed = PASSES_FROM
        self._symbols: tuple[GradedSymbol, ...] = ()
        self._number = 0
        self._edition: Edition | None = None
        self._parameter = ""
        self.banner = GradeBanner(kit)
        self.picture = PictureView()
        work.language.word(self.picture, say("Picture"), "setAccessibleName")
        self.fit = kit.button(say("Whole picture"), self.picture.fit, "quiet", icon_name="zoom-fit")
        self.fit_symbol = kit.button(say("Symbol"), self.picture.fit_symbol, "quiet", icon_name="search")
        self.copy = kit.button(say("Copy figures"), self.copy_figures, "quiet", icon_name="copy")
        self.profile = ProfileView(work.language)
        self.scans = ScanBar(kit)
        self.map = ModuleMapView(work.language)
        self.table = ParameterTable(work)
        self.conditions = Conditions(kit)
        self.causes = CauseList(kit)
        self._causes: Sequence[Sequence[Cause]] = ()
        self.views = QStackedWidget()
        self.views.addWidget(box(column(self.profile, self.scans, spacing=GRID // 2)))
        self.views.addWidget(self.map)
        nothing = kit.label(
            say("There is nothing to draw: the symbol could not be measured."), "muted", wrap=True
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.views.addWidget(nothing)
        self._lay_out()
        self.banner.symbol_chosen.connect(self._go_to_symbol)
        self.banner.edition_chosen.connect(self.choose_edition)
        self.picture.chosen.connect(self.choose_symbol)
        self.scans.chosen.connect(self._show_scan)
        self.profile.stepped.connect(self.scans.step)
        self.table.chosen.connect(self.choose_parameter)
        self.causes.chosen.connect(self._show_cause)
        self.map.pointed.connect(self._point_in_picture)
        work.language.changed.connect(self._again)

    @property
    def symbol(self) -> SymbolGrade | None:
        """The symbol that is shown, by the edition that is chosen."""
        if not self._symbols:
            return None
        chosen = self._symbols[self._number]
        return chosen.first if self._edition is None else chosen.by(self._edition)

    def show_graded(self, looked: Looked, *, same: bool) -> None:
        """Show a graded picture; ``same``: the one before under other conditions, so the view stays."""
        self.graded, self._symbols, self._causes = looked.graded, looked.symbols, looked.causes
        self.needed = looked.needed
        if not same:
            self._number, self._edition, self._parameter = 0, None, ""
            self.picture.show_picture(looked.pyramid)
        self._number = min(self._number, len(self._symbols) - 1)
        self.banner.show_symbols(self._symbols)
        self._outline()
        self.choose_symbol(self._number)
        if not same and len(self._symbols) == 1:
            self.picture.fit_symbol()

    def choose_symbol(self, number: int) -> None:
        """Show another symbol of the picture."""
        self._number = number
        self.picture.choose(number)
        self._show()

    def _go_to_symbol(self, number: int) -> None:
        """Show a symbol that was chosen by its name: it may be anywhere in the picture."""
        self.choose_symbol(number)
        self.picture.fit_symbol()

    def choose_edition(self, edition: Edition) -> None:
        """Show the symbols by another edition, where it grades them."""
        self._edition = edition
        self._outline()
        self._show()

    def choose_parameter(self, name: str) -> None:
        """Show the place of a parameter in the picture and in the profile or map."""
        self._parameter = name
        self.profile.choose(name)
        found = parameter_of(self._shown_parameters(), name)
        self.map.point_at(found.places[0] if found and found.places else None)
        self._point_out()

    def copy_figures(self) -> None:
        """Put the figures that are shown on the clipboard, as a table."""
        symbol = self.symbol
        if symbol is None or self.graded is None:
            return
        word = self._work.language
        _, words = verdict(symbol, self._needed)
        head = (
            self.graded.path.name,
            symbol.symbology,
            symbol.data,
            symbol.edition.value,
            f"{word(words)} {word(short_grade(symbol))}",
        )
        lines = ["\t".join(head)]
        for one in symbol.parameters:
            grade = "" if one.grade is None else f"{one.grade:.1f}"
            lines.append("\t".join((word(parameter_title(one.name)), value_of(one), grade)))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _lay_out(self) -> None:
        tools = row(self.fit, self.fit_symbol, 1, self.copy, spacing=0)
        left = box(column(self.picture, tools, spacing=0))
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(left)
        upper.addWidget(self.views)
        upper.setSizes([420, 700])
        upper.setStretchFactor(0, 2)
        upper.setStretchFactor(1, 3)
        self.side = scrolling(box(column(self.causes, self.conditions, spacing=GRID)))
        self.side.setMinimumWidth(_SIDE_PX)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self.table)
        lower.addWidget(self.side)
        lower.setSizes([840, _SIDE_PX])
        lower.setStretchFactor(0, 1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setSizes([_UPPER, _LOWER])
        for splitter in (upper, lower, halves):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.banner)
        layout.addWidget(halves, 1)

    def _again(self) -> None:
        if self._symbols:
            self._outline()
            self._show()

    def _outline(self) -> None:
        outlines = []
        for one in self._symbols:
            symbol = one.first if self._edition is None else one.by(self._edition)
            mark, words = verdict(symbol, one.needed)
            told = say("{verdict}: {grade}", verdict=words, grade=short_grade(symbol))
            outlines.append(Outline(symbol.corners, mark, self._work.language(told)))
        scale = self.graded.image.px_per_mm if self.graded else None
        symbol_scale = next(
            (one.first.module_px / one.first.module_mm for one in self._symbols if one.first.module_mm), None
        )
        self.picture.show_symbols(outlines, symbol_scale or scale)

    def _show(self) -> None:
        symbol = self.symbol
        if symbol is None or self.graded is None:
            return
        calibrated = self.graded.image.calibration is not None
        self.banner.show_grade(self._number, symbol, calibrated=calibrated)
        self.conditions.show_conditions(self.graded, symbol)
        self.map.show_symbol(symbol)
        self.causes.show_causes(self._causes[self._number])
        if symbol.scans:
            self.views.setCurrentIndex(_PROFILE)
            self.scans.show_scans(symbol.scans, self._needed)
            return
        self.views.setCurrentIndex(_MAP if symbol.modules is not None else _NOTHING)
        self.profile.show_scan(None)
        self.picture.show_path(None)
        self._show_parameters(symbol.parameters, ())

    def _show_scan(self, number: int) -> None:
        symbol = self.symbol
        if symbol is None or number >= len(symbol.scans):
            return
        scan = symbol.scans[number]
        self.profile.show_scan(shown_of(symbol, scan, self._needed))
        self.picture.show_path((scan.start, scan.end))
        self._show_parameters(scan.parameters, symbol.parameters)

    def _show_parameters(self, parameters: Sequence[Parameter], overall: Sequence[Parameter]) -> None:
        name = self._parameter  # the table tells at once of the row that it had chosen before
        worst = min(
            (one for one in parameters if one.grade is not None), key=lambda one: one.grade or 0, default=None
        )
        if parameter_of(parameters, name) is None and worst is not None:
            name = worst.name
        self.table.show_parameters(parameters, overall, self._needed)
        self.table.choose(name)
        self.choose_parameter(name)

    @property
    def _needed(self) -> float:
        return self._symbols[self._number].needed

    def _scan(self) -> Scan | None:
        symbol = self.symbol
        return symbol.scans[self.scans.number()] if symbol and symbol.scans else None

    def _shown_parameters(self) -> Sequence[Parameter]:
        scan, symbol = self._scan(), self.symbol
        return scan.parameters if scan else symbol.parameters if symbol else ()

    def _point_out(self) -> None:
        """Mark the chosen parameter's places, and those of every parameter that is not good."""
        faults = []
        for one in self._shown_parameters():
            chosen = one.name == self._parameter
            mark = mark_of(one.grade, self._needed)
            if chosen or mark in {Mark.ATTENTION, Mark.STOPPED}:
                words = self._work.language(
                    say("{parameter} {value}", parameter=parameter_title(one.name), value=value_of(one))
                )
                faults += [Fault(place, words, mark, chosen) for place in one.places]
        self.picture.show_faults(faults)

    def _show_cause(self, cause: Cause) -> None:
        words = self._work.language(kind_title(cause.kind))
        first, *others = cause.places
        self.picture.show_faults(
            [Fault(first, words, Mark.ATTENTION, chosen=True)]
            + [Fault(place, words, Mark.ATTENTION) for place in others]
        )

    def _point_in_picture(self, x: float, y: float) -> None:
        self.picture.show_faults([Fault((x, y), self.map.told(), Mark.RUNNING, chosen=True)])
