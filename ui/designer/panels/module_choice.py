"""The X-dimension of a symbol: in mm and dots, and how many dots the rules allow on this printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.labels.elements import CodeBlock, SymbolElement
from desktop.symbols.rules import DotChoice, legal_module_dots, nearest_legal, rule_of
from desktop.symbols.symbol_rules import SymbolLimits, legal_dots, nearest, rule_for, specifications
from desktop.texts import Text, say
from desktop.units import Resolution
from ui.designer.panels.lengths import LengthEdit
from ui.kit import Button, Kit, column, emptied
from ui.style import set_role
from ui.wording import length

_MOST_BUTTONS = 6


@dataclass(frozen=True, slots=True)
class ModuleRule:
    """What the rules allow at one resolution.

    Attributes:
        legal: the whole numbers of dots that are allowed.
        least_mm, most_mm: between which the X-dimension must lie, where there is a limit.
    """

    legal: tuple[DotChoice, ...]
    least_mm: float | None
    most_mm: float | None


def module_rule(element: CodeBlock | SymbolElement, resolution: Resolution) -> ModuleRule:
    """Return what the rules of the element's symbol allow."""
    if isinstance(element, CodeBlock):
        rule = rule_of(element.scheme)
        return ModuleRule(legal_module_dots(resolution, rule), rule.x_minimums[0].value, rule.x_maximum_mm)
    limits = _limits(element)
    least, most = limits.x_minimum, limits.x_maximum
    return ModuleRule(
        legal_dots(resolution, limits), least.value if least else None, most.value if most else None
    )


def printed_dots(element: CodeBlock | SymbolElement, resolution: Resolution) -> int:
    """Return how many dots a module will have in print: the legal number nearest to what is wanted."""
    if isinstance(element, CodeBlock):
        return nearest_legal(resolution, rule_of(element.scheme), element.module_mm).dots
    return nearest(resolution, _limits(element), element.module_mm).dots


def _limits(element: SymbolElement) -> SymbolLimits:
    """Return the rules of a symbol; of an unknown table a finding tells, and its own hold."""
    known = element.specification in specifications(element.symbology)
    return rule_for(element.symbology, element.specification if known else "")


class ModuleEdit(QWidget):
    """Length, legal choices as buttons, and the rule as a sentence.

    Signals:
        edited: (float) the X-dimension in mm that the person wants.
    """

    edited = Signal(object)

    def __init__(self, kit: Kit, name: Text) -> None:
        super().__init__()
        self._kit = kit
        self._resolution = Resolution(12)
        self.length = LengthEdit(kit, name)
        self.length.edited.connect(self.edited.emit)
        self._group = QButtonGroup(self)
        self.buttons: dict[int, Button] = {}
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self.says = kit.label(role="muted", wrap=True)
        self.setFocusProxy(self.length)
        self.setLayout(column(self.length, self._line, self.says, spacing=4))

    def judge(self, element: CodeBlock | SymbolElement, resolution: Resolution) -> None:
        """Offer what is legal for ``element`` on a printer of ``resolution``."""
        self._resolution = resolution
        self.length.measure(resolution)
        rule = module_rule(element, resolution)
        wanted = {choice.dots: choice for choice in rule.legal[:_MOST_BUTTONS]}
        if tuple(wanted) != tuple(self.buttons):
            self._offer(wanted)
        dots = printed_dots(element, resolution) if rule.legal else 0
        self._group.setExclusive(False)
        for count, button in self.buttons.items():
            button.setChecked(count == dots)
        self._group.setExclusive(True)
        for count, choice in wanted.items():
            self._kit.language.word(self.buttons[count], _tip(choice), "setToolTip")
        said, fits = _sentence(element.module_mm, dots, rule, resolution)
        set_role(self.says, "muted" if fits else "field-error")
        self._kit.language.word(self.says, said)

    def put(self, values: Sequence[object]) -> None:
        """Show the X-dimension that all have."""
        self.length.put([float(str(value)) for value in values])

    def _choose(self, dots: int) -> None:
        self.edited.emit(self._resolution.mm(dots))

    def _offer(self, choices: dict[int, DotChoice]) -> None:
        emptied(self._line)
        self.buttons = {}
        for dots in choices:
            button = self._kit.button(say("{n}", n=dots), partial(self._choose, dots), "choice")
            button.setCheckable(True)
            self._kit.language.word(button, say("{n} dots a module", n=dots), "setAccessibleName")
            self._group.addButton(button)
            self.buttons[dots] = button
            self._line.addWidget(button)
        self._line.addStretch(1)


def _tip(choice: DotChoice) -> Text:
    return say("{dots} dots = {mm} mm", dots=choice.dots, mm=f"{choice.x_mm:.3f}")


def _sentence(wanted_mm: float, dots: int, rule: ModuleRule, resolution: Resolution) -> tuple[Text, bool]:
    """Say what is printed and between what it must lie; and whether that is what was wanted."""
    allowed = _allowed(rule)
    if not rule.legal:
        return say(
            "A printer of {n} dots/mm makes no module that is allowed ({allowed}).",
            n=resolution.dots_per_mm,
            allowed=allowed,
        ), False
    mm = f"{resolution.mm(dots):.3f}"
    if resolution.dots(wanted_mm) != dots:
        return say(
            "{wanted} mm is not allowed ({allowed}); printed are {dots} dots = {mm} mm.",
            wanted=length(wanted_mm),
            allowed=allowed,
            dots=dots,
            mm=mm,
        ), False
    return say("{dots} dots = {mm} mm, allowed ({allowed}).", dots=dots, mm=mm, allowed=allowed), True


def _allowed(rule: ModuleRule) -> Text:
    match rule.least_mm, rule.most_mm:
        case None, None:
            return say("no limits")
        case float() | int() as least, None:
            return say("at least {least} mm", least=length(least))
        case None, float() | int() as most:
            return say("at most {most} mm", most=length(most))
        case least, most:
            return say("{least} to {most} mm", least=length(least or 0), most=length(most or 0))
