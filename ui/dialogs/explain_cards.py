"""What can be said of a text, as cards: damage, faults, readings with their parts, and the refusals."""

import html
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.codes import gs1
from desktop.codes.damage import Damage
from desktop.codes.readers import Part, Reading, scheme_title
from desktop.codes.recognise import Recognition
from desktop.operations.explain import Explanation, Membership, UdidVerdict
from desktop.texts import Text, say, say_count
from ui.kit import Button, Item, box, facts, row
from ui.scans import GROUP_SEPARATOR
from ui.style import GRID, Colours, colours_now
from ui.widgets.code_button import CodeButton
from ui.widgets.state_badge import StateBadge
from ui.wording import CODE_STATES, Mark, level_name
from ui.workplace import Workplace

_SEPARATOR_SHOWN = "\N{SYMBOL FOR GROUP SEPARATOR}"
_NAME_PX = 24 * GRID
_MARKS = {gs1.Severity.ERROR: Mark.STOPPED, gs1.Severity.WARNING: Mark.ATTENTION}


class ExplainCards(QObject):
    """Makes the cards.

    Signals:
        mended: (text) the person takes an offered text.
        left: (page, what) the person wants to go there.
    """

    mended = Signal(str)
    left = Signal(str, object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._kit = work.kit
        self.mends: list[Button] = []
        self.opens: list[Button] = []

    def of(self, found: Explanation) -> list[QWidget]:
        """Make the cards of an explanation."""
        self.mends, self.opens = [], []
        recognition = found.recognition
        known = {membership.value: membership for membership in found.memberships}
        cards = [self._damage(damage, recognition) for damage in recognition.damage]
        if found.elements is not None:
            cards.append(self._faults(found.elements))
        if not recognition.readings and not recognition.damage and found.elements is None:
            cards.append(self._nothing())
        cards += [self._against_udid(verdict) for verdict in found.against_udid]
        return cards + [self._reading(reading, known) for reading in recognition.readings]

    def refusals(self, found: Explanation) -> QWidget:
        """Say why the text is nothing else."""
        kit = self._kit
        refusals = found.recognition.refusals
        heading = say_count("Why it is not {n} other kind", "Why it is not {n} other kinds", n=len(refusals))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for line, refusal in enumerate(refusals):
            name = kit.label(scheme_title(refusal.scheme), "muted", wrap=True)
            name.setMinimumWidth(_NAME_PX)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(kit.label(refusal.reason, wrap=True), line, 1, Qt.AlignmentFlag.AlignTop)
        return kit.card(kit.label(heading, "heading"), grid)

    def _told(self, mark: Mark, word: Text, sentence: Text) -> QWidget:
        badge = StateBadge(self._kit.language)
        badge.show_state(mark, word)
        line = row(badge, self._kit.label(sentence, wrap=True))
        line.setStretch(1, 1)
        return box(line)

    def _nothing(self) -> QWidget:
        text = say("It is no code of any kind that Packmark knows.")
        return self._kit.card(self._told(Mark.UNKNOWN, say("No code"), text))

    def _damage(self, damage: Damage, recognition: Recognition) -> QWidget:
        told = self._told(Mark.ATTENTION, say("Damaged"), damage.message)
        if damage.mended is None:
            return self._kit.card(told)
        would_be = self._kit.code_label(wrap=True)
        would_be.setText(_visible(damage.mended))
        offered = row(would_be, self._mend(say("Use the mended text"), damage.mended, "primary"))
        offered.setStretch(0, 1)
        items: list[Item] = [told, offered]
        if damage.mended == recognition.mended and recognition.when_mended:
            word = self._work.language
            kinds = [word(scheme_title(reading.scheme)) for reading in recognition.when_mended]
            as_mended = say("Mended it is: {kinds}", kinds=word(say(", ")).join(kinds))
            items.append(self._kit.label(as_mended, "muted", wrap=True))
        return self._kit.card(*items, spacing=GRID)

    def _against_udid(self, verdict: UdidVerdict) -> QWidget:
        kit = self._kit
        if not verdict.faults:
            return kit.card(
                self._told(
                    Mark.DONE,
                    say("Agrees"),
                    say("{product}: agrees with its UDID record.", product=verdict.product),
                )
            )
        heading = kit.label(say("Against the UDID record of {product}", product=verdict.product), "heading")
        told = [self._told(Mark.STOPPED, say("Differs"), fault) for fault in verdict.faults]
        hint = kit.label(say("Another symbol on the same label may carry what is missing here."), "muted")
        return kit.card(heading, *told, hint)

    def _mend(self, text: Text, mended: str, role: str = "") -> Button:
        button = self._kit.button(text, lambda: self.mended.emit(mended), role)
        self.mends.append(button)
        return button

    def _faults(self, found: gs1.Explanation) -> QWidget:
        """Show the text with its wrong parts marked, and each fault with what would be right."""
        kit = self._kit
        shown = kit.code_label(wrap=True)
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setText(_marked(found, colours_now()))
        shown.setAccessibleName(found.text)
        title = (
            say("GS1 element string: please look") if found.valid else say("GS1 element string with faults")
        )
        items: list[Item] = [kit.label(title, "heading"), shown]
        for fault in found.faults:
            badge = StateBadge(kit.language)
            word = say("Fault") if fault.severity is gs1.Severity.ERROR else say("Please look")
            badge.show_state(_MARKS[fault.severity], word)
            line = row(badge, kit.label(fault.message, wrap=True))
            line.setStretch(1, 1)
            mended = fault.mended(found.text)
            if mended is not None:
                line.addWidget(self._mend(_offer(fault), mended))
            items.append(line)
        return kit.card(*items, spacing=GRID)

    def _reading(self, reading: Reading, known: dict[str, Membership]) -> QWidget:
        kit = self._kit
        value = CodeButton(self._work.language, self._work.messages, points=12)
        value.show_code(reading.value)
        head = row(kit.label(scheme_title(reading.scheme), "heading"), 1)
        if not reading.sure:
            badge = StateBadge(kit.language)
            badge.show_state(Mark.IDLE, say("by its shape alone"))
            head.addWidget(badge)
        items: list[Item] = [head, row(value, 1)]
        if reading.parts:
            items.append(_aligned(facts(*(self._part(part) for part in reading.parts))))
        if reading.note is not None:
            items.append(kit.label(reading.note, "muted", wrap=True))
        items += [self._membership(known[value]) for value in _numbers_of(reading) if value in known]
        return kit.card(*items, spacing=GRID)

    def _part(self, part: Part) -> tuple[QWidget, QWidget]:
        kit = self._kit
        if isinstance(part.value, Text):
            shown = kit.label(part.value)
        else:
            shown = kit.code_label(wrap=True)
            shown.setText(_visible(part.value))
        return kit.label(part.title, "muted"), shown

    def _membership(self, known: Membership) -> QWidget:
        kit = self._kit
        badge = StateBadge(kit.language)
        if not known.is_code:
            badge.show_state(Mark.DONE, say("Known"))
        elif known.state is None:
            badge.show_state(Mark.STOPPED, say("Not in the pool"))
        else:
            badge.show_state(*CODE_STATES[known.state])
        sentence = say("{product}, {level}", product=known.product, level=level_name(known.level))
        line = row(badge, kit.label(sentence, wrap=True), spacing=GRID)
        line.setStretch(1, 1)
        if known.state is None:
            line.addWidget(self._open(say("Open the product"), "products", known.product_id))
        else:
            line.addWidget(self._open(say("Open in Trace"), "trace", known.value))
            line.addWidget(self._open(say("Life"), "codes", known.value))
        return box(line)

    def _open(self, text: Text, page: str, what: object) -> Button:
        button = self._kit.button(text, lambda: self.left.emit(page, what), "quiet")
        self.opens.append(button)
        return button


def _offer(fault: gs1.Fault) -> Text:
    if not fault.offer:
        return say("Leave it out")
    return say("Write {offer}", offer=_visible(fault.offer))


def _marked(found: gs1.Explanation, colours: Colours) -> str:
    """Return the text as HTML, wrong parts in the colour of their weight."""
    tints = [""] * (len(found.text) + 1)
    for fault in found.faults:
        tint = colours.stopped if fault.severity is gs1.Severity.ERROR else colours.attention
        for place in range(fault.start, max(fault.end, fault.start + 1)):
            if tints[place] != colours.stopped:
                tints[place] = tint
    parts = []
    for tint, run in groupby(zip(tints, found.text, strict=False), key=itemgetter(0)):
        shown = html.escape(_visible("".join(character for _, character in run)))
        parts.append(f'<u><b style="color:{tint}">{shown}</b></u>' if tint else shown)
    return "".join(parts)


def _aligned(layout: QGridLayout) -> QGridLayout:
    layout.setColumnMinimumWidth(0, _NAME_PX)
    layout.setVerticalSpacing(GRID // 2)
    return layout


def _numbers_of(reading: Reading) -> list[str]:
    """Return the values under which memberships are kept."""
    values = [reading.value, *(str(part.value) for part in reading.parts)]
    return list(dict.fromkeys(number for value in values for number in (value, value.zfill(14))))


def _visible(text: str) -> str:
    return text.replace(GROUP_SEPARATOR, _SEPARATOR_SHOWN)
