"""What a print counter proves of the one record in a coder's fields. No input or output."""

import dataclasses
from dataclasses import dataclass

from desktop.errors import DeviceError, Refused
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class _Held:
    """A record that was given to the coder.

    Attributes:
        index: number of the record.
        count: the print counter when it was handed over.
        fields: names of the fields that hold it.
        printed: whether it was seen printed, once.
    """

    index: int
    count: int
    fields: tuple[str, ...]
    printed: bool = False


class Slot:
    """The one place for a record, as long as the connection lasts.

    What the counter cannot settle is doubt, which stays until ``empty``.
    """

    def __init__(self, fields: tuple[str, ...] = ()) -> None:
        """Begin with no record, but with ``fields`` that may hold one of an earlier connection."""
        self._fields = fields
        self._held: _Held | None = None
        self._doubt: Text | None = None
        self.printed_upto = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that hold, or may hold, parts of records."""
        return tuple(dict.fromkeys((*self._fields, *(() if self._held is None else self._held.fields))))

    def observe(self, count: int) -> bool:
        """Note that the counter stands at ``count``; tell whether a record waits to be printed.

        Raises:
            DeviceError: the counter leaves in doubt what was printed.
        """
        if self._doubt is not None:
            raise DeviceError(self._doubt)
        held = self._held
        if held is None:
            return False
        seen = held.count + held.printed
        if count < seen:
            raise self.doubtful(
                say(
                    "The print counter fell from {before} to {after}: it was reset, so it proves nothing of"
                    " record {index}. Look at the last packs.",
                    before=seen,
                    after=count,
                    index=held.index,
                )
            )
        prints = count - held.count
        if prints > 1:
            raise self.doubtful(
                say(
                    "Record {index} was printed {n} times: the trigger came again before the next record."
                    " Stop the line and take these packs out.",
                    index=held.index,
                    n=prints,
                )
            )
        if prints and not held.printed:
            self._held = dataclasses.replace(held, printed=True)
            self.printed_upto = held.index
        return not prints

    def take(self, index: int, count: int, fields: tuple[str, ...]) -> None:
        """Let record ``index`` replace the one before, the counter standing at ``count``.

        Raises:
            Refused: the one before still waits, or ``index`` is not the next.
            DeviceError: there is doubt.
        """
        if self.observe(count):
            raise Refused(
                say(
                    "Record {index} has to wait: the coder has one place, and record {held} in it is not"
                    " printed yet.",
                    index=index,
                    held=self.printed_upto + 1,
                )
            )
        expected = self.printed_upto + 1
        if index < expected or (self._held is not None and index != expected):
            raise Refused(
                say("Record {expected} is the next one, not {found}.", expected=expected, found=index)
            )
        self._held = _Held(index, count, fields)
        self.printed_upto = index - 1

    def check_quiet(self, before: int, after: int) -> None:
        """Raise ``DeviceError`` if something was printed while fields changed."""
        if after != before:
            raise self.doubtful(
                say(
                    "The print counter went from {before} to {after} while record {index} was being changed:"
                    " nobody knows what was printed. Stop the line and look at these packs.",
                    before=before,
                    after=after,
                    index=self.printed_upto + 1,
                )
            )

    def doubtful(self, text: Text) -> DeviceError:
        """Remember that ``text`` leaves things in doubt; return it as the error to raise."""
        self._doubt = text
        return DeviceError(text)

    def settle_doubt(self) -> bool:
        """Drop a doubt that was told before; tell whether there was one."""
        doubt, self._doubt = self._doubt, None
        return doubt is not None

    def empty(self) -> None:
        """Forget the record, and any doubt about it."""
        self._held = self._doubt = None
