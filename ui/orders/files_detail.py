"""One kept file: what it holds, its digest, and what the platform says of it."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from desktop.operations.kept_files import FileKind, KeptFile, PlatformCounts, compare_counts
from desktop.texts import Text, say
from ui.kit import box, column, emptied, facts, row, scrolling
from ui.orders.files_words import packs_of, platform_state
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, folded, moment, number
from ui.workplace import Workplace


class FileDetail(QFrame):
    """Shows one file; its buttons act on it.

    Attributes:
        save, counts, copy: write it once more, enter what the platform took, copy its SHA-256.
    """

    def __init__(
        self, work: Workplace, save: Callable[[], object], enter_counts: Callable[[], object]
    ) -> None:
        super().__init__()
        kit = work.kit
        self._work = work
        self._file: KeptFile | None = None
        self.setProperty("role", "card")
        self._name = kit.label(role="heading", wrap=True)
        self.badge = StateBadge(kit.language)
        self._values = {name: kit.label(wrap=True) for name in ("packs", "at", "version")}
        names = {"packs": say("Packs"), "at": say("Written at"), "version": say("Software")}
        about = facts(*((kit.label(names[key], "muted"), self._values[key]) for key in names))
        self._digest = kit.code_label()
        self.save = kit.button(say("Save again …"), save, icon_name="export")
        self.copy = kit.button(say("Copy"), self._copy, "quiet", icon_name="copy")
        self.counts = kit.button(say("Platform counts …"), enter_counts, icon_name="edit")
        self._told = column(spacing=GRID // 2)
        digest = row(kit.label(say("SHA-256"), "muted"), 1, self.copy)
        inside = column(self._name, self.badge, self._told, about, digest, self._digest, 1, spacing=GRID)
        layout = column(scrolling(box(inside)), row(self.save, self.counts, 1, spacing=GRID), spacing=GRID)
        layout.setStretch(0, 1)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.setLayout(layout)

    def show_file(self, file: KeptFile, entered: PlatformCounts | None) -> None:
        """Show a file and what was entered for it last."""
        self._file = file
        word = self._work.language.word
        self._name.setText(file.name)
        self._show_value("packs", packs_of(file))
        self._digest.setText(folded(file.sha256))
        word(self._values["at"], say("{at} by {by}", at=moment(file.at), by=file.by))
        self._values["version"].setText(f"Packmark {file.version}")
        relation = file.kind is FileKind.RELATION
        self.counts.setVisible(relation)
        self.badge.setVisible(relation)
        emptied(self._told)
        if relation:
            mark, told = platform_state(file, entered)
            self.badge.show_state(mark, say("Platform: {state}", state=told))
            self._tell_platform(file, entered)

    def _show_value(self, name: str, value: Text | str) -> None:
        word = self._work.language.word
        word(self._values[name], value if isinstance(value, Text) else None)
        if isinstance(value, str):
            self._values[name].setText(value)

    def _tell_platform(self, file: KeptFile, entered: PlatformCounts | None) -> None:
        if entered is None:
            self._add(say("After the upload enter what the platform took of it: it is compared here."))
            return
        compared = compare_counts(file, entered.counts)
        for one in compared.differences:
            self._add(one, "field-error")
        if compared.advice is not None:
            self._add(compared.advice)
        self._add(
            say(
                "{n} packs, entered {at} by {by}",
                n=number(entered.counts.all),
                at=moment(entered.at),
                by=entered.by,
            ),
            "muted",
        )

    def _add(self, text: Text, role: str = "") -> None:
        self._told.addWidget(self._work.kit.label(text, role, wrap=True))

    def _copy(self) -> None:
        if self._file is not None:
            QGuiApplication.clipboard().setText(self._file.sha256)
            self._work.messages.tell(Mark.DONE, say("Copied {code}.", code=self._file.sha256))
