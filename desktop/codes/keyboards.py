"""What a scanner's keys become under another keyboard layout.

A scanner that plays a keyboard presses the keys of a US layout. If the computer expects another one, each
key yields another character; the table says which, so that the scan can be read back.
"""

from dataclasses import dataclass

from desktop.texts import Text, say

_US = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: ``typed`` holds what each key of the US layout yields, in the same order."""

    key: str
    typed: str

    def undo(self, text: str) -> str:
        """Return what the scanner meant, where ``text`` is what came out."""
        return text.translate(
            {ord(typed): meant for typed, meant in zip(self.typed, _US, strict=True) if typed != meant}
        )

    @property
    def title(self) -> Text:
        """Name the layout."""
        return {
            "de": say("German (QWERTZ)"),
            "fr": say("French (AZERTY)"),
            "ru": say("Russian (ЙЦУКЕН)"),
        }[self.key]


LAYOUTS = (
    Layout(
        "de",
        "^1234567890ß´qwertzuiopü+asdfghjklöäyxcvbnm,.-" + '°!"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_',
    ),
    Layout(
        "fr",
        "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!" + "~1234567890°+AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§",
    ),
    Layout(
        "ru",
        "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю." + 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
    ),
)
"""Layouts of countries whose lines and tenders Chinese plants deliver to (xkeyboard-config's tables)."""
