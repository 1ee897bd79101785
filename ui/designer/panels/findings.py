"""Everything that is wrong with the label as it is shown, and what can be mended by a click."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.labels.findings import Finding
from desktop.texts import Text, say, say_count
from ui.designer.panels.expected import ExpectedButton
from ui.designer.panels.panel import Panel
from ui.designer.session import DesignSession
from ui.kit import Kit, box, column, row, scrolling
from ui.style import GRID, colours_now
from ui.widgets.state_badge import StateBadge, mark_icon
from ui.wording import SEVERITIES, Mark, length
from ui.workplace import Workplace

MOST_SHOWN = 60
"""More findings than anybody reads at once; the rest is counted."""
_MOST_LIVE = 12
_MENDS_AT_ONCE = 200


class FindingsPanel(Panel):
    """The list of findings, and the grade to expect.

    Signals:
        pointed: (Finding) the person chose a finding; its element is selected and its place revealed.
    """

    pointed = Signal(object)

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self.verdict = StateBadge(kit.language)
        self.expected = ExpectedButton(work, session)
        self.mend_all = kit.button(say("Mend all that can be"), self._mend_all, "quiet", icon_name="check")
        self.cards: list[FindingCard] = []
        self._shown: tuple[Finding, ...] | None = None
        self._behind = False
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GRID // 2)
        self._more = kit.label(role="muted")
        content = QWidget()
        content.setLayout(column(self._lines, self._more, 1, spacing=GRID // 2))
        self.lay_out(row(self.verdict, self.expected, 1, self.mend_all, spacing=GRID), scrolling(content))

    def refresh(self) -> None:
        """Show the findings of the label that is shown."""
        findings = self.session.preview.findings
        errors = [one for one in findings if SEVERITIES[one.severity][0] is Mark.STOPPED]
        n = len(findings)
        mark = Mark.STOPPED if errors else Mark.ATTENTION if n else Mark.DONE
        verdict = say_count("{n} finding", "{n} findings", n=n) if n else say("Keeps every rule")
        self.verdict.show_state(mark, verdict)
        self.mend_all.setVisible(any(one.mend is not None for one in findings))
        if not self._behind and self._shown == findings and len(self.cards) == min(n, MOST_SHOWN):
            for card, finding in zip(self.cards, findings, strict=False):
                card.finding = finding  # equal, but its mend is of the present design
            return
        self._shown = findings
        self._behind = self.session.dragging and n > _MOST_LIVE
        self._put(findings[:MOST_SHOWN])
        more = n - MOST_SHOWN
        self.work.language.word(
            self._more, say_count("and {n} more", "and {n} more", n=more) if more > 0 else None
        )
        self._more.setVisible(more > 0)

    def _put(self, findings: tuple[Finding, ...]) -> None:
        while len(self.cards) > len(findings):
            gone = self.cards.pop()
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.cards) < len(findings):
            card = FindingCard(self.work.kit, self._choose, self._mend)
            self.cards.append(card)
            self._lines.addWidget(card)
        for place, (card, finding) in enumerate(zip(self.cards, findings, strict=True)):
            # What is far down the list is not seen while something is dragged, and is told at its end.
            if place < _MOST_LIVE or not self.session.dragging:
                card.show_finding(finding)

    def _choose(self, finding: Finding) -> None:
        self.session.select((finding.element.partition(".")[0],))
        if finding.area is not None:
            self.session.reveal(finding.area)
        self.pointed.emit(finding)

    def _mend(self, finding: Finding) -> None:
        mend = finding.mend
        if mend is not None:
            self.attempt(say("Mend: {what}", what=mend.title), mend.apply)

    def _mend_all(self) -> None:
        """Mend one finding after the other, looking at the label anew each time, as one undone together."""
        seen: set[tuple[str, str, str]] = set()
        key = f"mend all {len(self.session.history.steps)}"
        count = 0
        while count < _MENDS_AT_ONCE:
            finding = next(
                (
                    one
                    for one in self.session.preview.findings
                    if one.mend is not None and _identity(one) not in seen
                ),
                None,
            )
            if finding is None or finding.mend is None:
                return
            # A mend that did not help, or that another one undoes, is not tried for ever.
            seen.add(_identity(finding))
            count += 1
            if not self.attempt(say("Mend all that can be"), finding.mend.apply, key):
                return


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.element, str(finding.measured)


class FindingCard(QFrame):
    """One finding: mark, word, sentence, what was measured and what is required, source, and its mend."""

    def __init__(
        self, kit: Kit, chosen: Callable[[Finding], object], mended: Callable[[Finding], object]
    ) -> None:
        super().__init__()
        self._kit = kit
        self._chosen = chosen
        self.finding: Finding | None = None
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = Mark.IDLE
        self._icon = QLabel()
        self.message = kit.label(wrap=True)
        self.facts = kit.label(role="muted", wrap=True)
        self.mend = kit.button(
            say("Mend"), lambda: mended(self.finding) if self.finding else None, "quiet", icon_name="check"
        )
        # Mark, sentences and mend side by side: the strip below the label is low.
        told = column(self.message, self.facts, spacing=2)
        layout = row(self._icon, box(told), self.mend, spacing=GRID)
        layout.setStretch(1, 1)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self.setLayout(layout)

    def show_finding(self, finding: Finding) -> None:
        """Show another finding."""
        before, self.finding = self.finding, finding
        if before == finding and before.mend == finding.mend:
            return
        self._mark, severity = SEVERITIES[finding.severity]
        word = self._kit.language
        word.word(self.message, finding.message)
        word.word(
            self,
            say("{severity}: {message}", severity=severity, message=finding.message),
            "setAccessibleName",
        )
        facts = say("{severity}. {facts}", severity=severity, facts=_facts(finding))
        word.word(self.facts, facts)
        self.mend.setVisible(finding.mend is not None)
        if finding.mend is not None:
            word.word(self.mend, finding.mend.title)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the mark anew when the windows become light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show where it is."""
        super().mousePressEvent(event)
        self.setFocus()
        if self.finding is not None:
            self._chosen(self.finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show where it is by Enter or space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.finding:
            self._chosen(self.finding)
            return
        super().keyPressEvent(event)

    def _draw(self) -> None:
        self._icon.setPixmap(mark_icon(self._mark, colours_now()).pixmap(18, 18))


def _facts(finding: Finding) -> Text:
    def measure(value: float | str) -> str:
        shown = value if isinstance(value, str) else length(value)
        return f"{shown} {finding.unit}".strip()

    measured, required = measure(finding.measured), measure(finding.required)
    if not finding.unit or not required:
        return say("Source: {source}", source=finding.source)
    return say(
        "Measured {measured}, required {required}. Source: {source}",
        measured=measured,
        required=required,
        source=finding.source,
    )
