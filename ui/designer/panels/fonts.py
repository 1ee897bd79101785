"""The font of the design: what is found on this computer, and whether it still is what was frozen."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QListWidget

from desktop.labels.font_digest import typeface_digest
from desktop.labels.typeface import CHINESE_FONTS, system_typeface
from desktop.texts import Text, say
from ui.designer.panels.panel import Panel
from ui.designer.session import DesignSession
from ui.kit import row
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.wording import Mark, folded
from ui.workplace import Workplace

_DIGEST_START = 16


@dataclass(frozen=True, slots=True)
class FoundFont:
    """A font family of this computer. ``digest``: SHA-256 of its file; empty for the built-in one."""

    family: str
    file: str
    digest: str


def fonts_found() -> tuple[FoundFont, ...]:
    """Return the families that labels can be set in on this computer, the best first. StorageError."""
    found: dict[str, FoundFont] = {}
    for family in dict.fromkeys(font.family for font in CHINESE_FONTS):
        face = system_typeface(family)
        if face.family not in found:
            file = face.path.name if face.path else ""
            found[face.family] = FoundFont(face.family, file, typeface_digest(face))
    return tuple(found.values())


class FontPanel(Panel):
    """The families, and what became of the one that the design asks for."""

    def __init__(self, work: Workplace, session: DesignSession) -> None:
        super().__init__(work, session)
        kit = work.kit
        self._fonts: tuple[FoundFont, ...] | None = None
        self.state = StateBadge(kit.language)
        self.said = kit.label(role="muted", wrap=True)
        self.list = QListWidget()
        work.language.word(self.list, say("Fonts that were found on this computer"), "setAccessibleName")
        self.digest = kit.code_label(wrap=True)
        self.use = kit.button(say("Use this font"), self._use)
        self.record = kit.button(say("Record this edition"), self._record)
        self.list.currentRowChanged.connect(lambda _line: self._show_chosen())
        self.lay_out(
            row(self.state, 1),
            self.said,
            kit.label(say("On this computer"), "heading"),
            self.list,
            self.digest,
            row(self.use, self.record, 1, spacing=GRID),
        )

    def refresh(self) -> None:
        """Show the state of the design's font; the first time, look for fonts."""
        if self._fonts is None:
            self._fonts = ()
            self.work.background.run(
                lambda _report: fonts_found(),
                receiver=self,
                done=self._show_fonts,
                failed=self.notice.trouble,
            )
        self._tell()

    def _show_fonts(self, fonts: tuple[FoundFont, ...]) -> None:
        self._fonts = fonts
        self.list.clear()
        self.list.addItems([f"{font.family}  ({font.file})" if font.file else font.family for font in fonts])
        families = [font.family for font in fonts]
        wanted = self.session.design.font_family
        self.list.setCurrentRow(families.index(wanted) if wanted in families else 0)
        self._tell()

    def _tell(self) -> None:
        if not self._fonts:
            self.state.show_state(Mark.RUNNING, say("Looking for fonts"))
            return
        mark, word, sentence = font_state(
            self.session.design.font_family, self.session.design.font_digest, self._fonts
        )
        self.state.show_state(mark, word)
        self.work.language.word(self.said, sentence)
        self._show_chosen()

    def _chosen(self) -> FoundFont | None:
        line = self.list.currentRow()
        return self._fonts[line] if self._fonts and 0 <= line < len(self._fonts) else None

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        design = self.session.design
        self.digest.setText(folded(chosen.digest) if chosen else "")
        used = chosen is not None and chosen.family == design.font_family
        self.use.setEnabled(chosen is not None and not used)
        self.record.setEnabled(used and chosen is not None and chosen.digest != design.font_digest)

    def _use(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.attempt(
                say("Font {family}", family=chosen.family),
                lambda design: replace(design, font_family=chosen.family, font_digest=""),
            )

    def _record(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.attempt(
                say("Edition of the font {family}", family=chosen.family),
                lambda design: replace(design, font_digest=chosen.digest),
            )


def font_state(family: str, digest: str, fonts: tuple[FoundFont, ...]) -> tuple[Mark, Text, Text]:
    """Say in a mark, a word and a sentence what became of the font that a design asks for."""
    known = {font.family: font for font in fonts}
    if not family:
        return (
            Mark.IDLE,
            say("Automatic"),
            say(
                "Set in {family}, the first that was found here; another computer may have another.",
                family=fonts[0].family,
            ),
        )
    found = known.get(family)
    if found is None:
        return (
            Mark.STOPPED,
            say("Missing"),
            say("{family} is not on this computer: the label would print differently.", family=family),
        )
    if not digest:
        return (
            Mark.IDLE,
            say("Found"),
            say("{family}; which edition of it is recorded when the design is frozen.", family=family),
        )
    if digest != found.digest:
        return (
            Mark.ATTENTION,
            say("Changed"),
            say(
                "{family} is another edition ({found} …) than the design was frozen with ({frozen} …): "
                "the label may print differently.",
                family=family,
                found=found.digest[:_DIGEST_START],
                frozen=digest[:_DIGEST_START],
            ),
        )
    return (
        Mark.DONE,
        say("As frozen"),
        say("{family}, the very file that the design was frozen with.", family=family),
    )
