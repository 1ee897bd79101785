"""A day that is typed: nothing stands there beforehand, so that nobody confirms what nobody looked up."""

import re
from datetime import date

from desktop.errors import InputError
from desktop.texts import Text, say
from ui.kit import Kit
from ui.widgets.form import FormField

_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))")


def typed_day(text: str, *, needed: bool = False) -> date | None:
    """Return the day that a text says, None for an empty one that is not ``needed``.

    Raises:
        InputError: it is no day of the calendar, written like 2026-01-31 or 20260131; or it is empty.

    >>> typed_day("20260131") == typed_day("2026-1-31") == date(2026, 1, 31)
    True
    """
    text = text.strip()
    if not text and not needed:
        return None
    if not text:
        raise InputError(say("Type the day as it stands in the batch record."))
    found = _DAY.fullmatch(text) if text.isascii() else None
    if found is not None:
        try:
            return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
        except ValueError:
            found = None
    raise InputError(
        say("“{found}” is no day: expected one like {example}.", found=text[:100], example="2026-01-31")
    )


class DayField(FormField):
    """A field for a day; what is wrong with it stands below it.

    Attributes:
        edit: the line that is typed in.
    """

    def __init__(self, kit: Kit, name: Text, hint: Text | None = None, *, needed: bool = False) -> None:
        """Make it.

        Args:
            kit: makes the parts.
            name: above the field.
            hint: below the field.
            needed: an empty field is a trouble.
        """
        self.edit = kit.field()
        self.edit.setPlaceholderText("2026-01-31")
        super().__init__(kit, name, self.edit, hint)
        self._needed = needed
        self.edit.textChanged.connect(lambda _text: self.trouble(None))

    def day(self) -> date | None:
        """Return the day that was typed, None if none was.

        Raises:
            InputError: what was typed is no day, or one is needed; it stands below the field, too.
        """
        try:
            return typed_day(self.edit.text(), needed=self._needed)
        except InputError as error:
            self.trouble(error.text)
            self.edit.setFocus()
            raise
