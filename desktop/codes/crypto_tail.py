"""The crypto tail of Russian packs: AIs 91 and 92, given out by the operator of the marking system.

It proves that the operator issued the serial; no one else can make it, so it is imported and never made
or typed here.
"""

from dataclasses import dataclass

from desktop.codes.characters import CSET_82, first_foreign, name_of
from desktop.errors import InputError, Refused
from desktop.texts import say

KEY_LENGTH = 4
"""Characters of AI (91) (Roszdravnadzor, 2 October 2019)."""
SIGNATURE_LENGTH = 44
"""Characters of AI (92) (the same)."""


@dataclass(frozen=True, slots=True)
class CryptoTail:
    """What the operator issued for one pack."""

    key: str
    signature: str

    def __post_init__(self) -> None:
        for ai, value, expected in (
            ("91", self.key, KEY_LENGTH),
            ("92", self.signature, SIGNATURE_LENGTH),
        ):
            index = first_foreign(value, CSET_82)
            if index is not None:
                raise InputError(
                    say(
                        "Crypto tail ({ai}): character {position} is {character}, which no element string "
                        "may hold.",
                        ai=ai,
                        position=index + 1,
                        character=name_of(value[index]),
                    )
                )
            if len(value) != expected:
                raise InputError(
                    say(
                        "Crypto tail ({ai}): found {found} characters, expected {expected}. "
                        "Import the operator's file again.",
                        ai=ai,
                        found=len(value),
                        expected=expected,
                    )
                )


def refuse_typed_tail() -> Refused:
    """Make the answer to a crypto tail that somebody typed."""
    return Refused(
        say(
            "A crypto tail is issued by the operator and imported from its file; it cannot be typed or "
            "made here."
        )
    )
