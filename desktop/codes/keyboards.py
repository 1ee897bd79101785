"""What a scanner's keys become under another keyboard layout.

A scanner that plays a keyboard presses the keys of a US layout. If the computer expects another one, each
key yields another character; the table says which, so that the scan can be read back.
"""

from dataclasses import dataclass

from desktop.texts import Text, say

US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
"""The keys of a US keyboard, row by row, first without and then with shift."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: ``typed`` holds what each key of ``US`` yields, in the same order."""

    key: str
    typed: str

    def undo(self, text: str) -> str:
        """Return what the scanner meant, where ``text`` is what came out."""
        return text.translate(
            {ord(typed): meant for typed, meant in zip(self.typed, US, strict=True) if typed != meant}
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
        "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
    ),
    Layout(
        "fr",
        "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§",
    ),
    Layout(
        "ru",
        'ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
    ),
)
"""Layouts that scans were met on, by the tables of xkeyboard-config."""
