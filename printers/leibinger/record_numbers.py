"""The numbers of the records in a Leibinger printer's FIFO: given, begun and printed, as its answers tell.

Pure bookkeeping: nothing here talks to the printer, so that each number has one place where it is decided.
"""

from desktop.errors import DeviceError, Refused
from desktop.texts import say
from printers.leibinger.protocol import Queue


class RecordNumbers:
    """What one connection gave to the printer, and what became of it.

    Attributes:
        printed: number of the last record that the printer says it has printed to its end, 0 for none.
        end: the record that was said to be the last of all; None: none was.
    """

    def __init__(self, address: str) -> None:
        self.printed = 0
        self.end: int | None = None
        self._address = address
        self._emptied = False
        self._first: int | None = None
        self._last = 0
        self._begun = 0
        self._stale: int | None = None

    @property
    def given(self) -> bool:
        """Tell whether a record was given since the FIFO was emptied."""
        return self._first is not None

    @property
    def waiting(self) -> int:
        """Records that were given since the FIFO was emptied and whose print was not begun."""
        if self._first is None:
            return 0
        return self._last - max(self._begun, self._first - 1)

    def check_next(self, index: int) -> None:
        """See that ``index`` may be given now.

        Raises:
            Refused: the FIFO must be emptied first, an end was set, or it is not the next number.
        """
        if not self._emptied or self.end is not None:
            raise Refused(
                say(
                    "{address} may still hold earlier records: empty its buffer before record {index}.",
                    address=self._address,
                    index=index,
                )
            )
        lowest = self._begun + 1 if self._first is None else self._last + 1
        if index < lowest or (self._first is not None and index > lowest):
            raise Refused(
                say(
                    "Record {index} cannot be put now: the next number is {expected}.",
                    index=index,
                    expected=lowest,
                )
            )

    def check_last(self, index: int) -> None:
        """See that ``index`` may be called the last of all. Refused if it was not given last."""
        if self._first is None or index != self._last or self.end is not None:
            raise Refused(say("Record {index} is not the last one that was put.", index=index))

    def give(self, index: int) -> None:
        """Count a record as given; in doubt it is."""
        if self._first is None:
            self._first = index
        self._last = index

    def learn(self, queue: Queue) -> Queue:
        """Take note of what was printed. A number that stood before the FIFO was emptied says nothing.

        Raises:
            DeviceError: the printer prints a number that it was not given.
        """
        if queue.started == self._stale:
            return queue
        self._stale = None
        if self._first is None or not queue.started or self._first <= queue.started <= self._last:
            self._begun = max(self._begun, queue.started)
            self.printed = max(self.printed, queue.printed)
            return queue
        self._stale = queue.started
        self._emptied = False
        raise DeviceError(
            say(
                "{address} prints record {found}, but was given {first} to {last}: somebody else feeds it.",
                address=self._address,
                found=queue.started,
                first=self._first,
                last=self._last,
            )
        )

    def doubt(self) -> None:
        """Give nothing more before the FIFO was emptied: what it holds is not known."""
        self._emptied = False

    def empty(self, started: int) -> None:
        """Forget what was given: the FIFO is empty, and ``started`` the number that it still tells."""
        self._emptied = True
        self._first = self.end = None
        self._last = 0
        self._stale = started

    def go_on(self) -> None:
        """Begin a job in an empty FIFO behind the number that the printer tells: none of this was printed."""
        self._begun = self.printed = self._stale or 0

    def finish(self, end: int) -> None:
        """Take ``end``, the last of all, for printed, and the blank behind it for none."""
        self.printed = self._begun = end
