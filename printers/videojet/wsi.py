"""A Videojet coder of the 1000 line as the application sees it: WSI over whatever moves the bytes.

The coder has no queue and says nothing of a single print: its user fields hold one record, which is
printed at each trigger until another replaces it. All that can be asked is the print counter. So the
counter is read around everything that changes a field, and whatever it cannot settle is told as doubt
instead of being guessed.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from desktop.coders import Ability, CoderFault, CoderState, CoderStatus
from desktop.errors import DeviceError, InputError, Refused
from desktop.texts import Text, say
from printers.closing import Closing
from printers.transport import Transport
from printers.videojet import wsi_protocol as wsi
from printers.videojet.wsi_slot import Slot

ANSWER_TIMEOUT_S: Final = 5.0
"""A coder answers within some tens of milliseconds; what takes longer than this is silence."""


class WsiCoder(Closing):
    """Implements ``desktop.coders.Coder``. One thread at a time.

    With several fields a record is not changed in one moment. A trigger that falls between is told
    (``DeviceError``), and then nothing goes on before ``clear`` or ``select``. A record stays in the fields
    after its print, so a trigger that comes before the next ``put`` doubles it; that is told likewise.
    """

    def __init__(
        self,
        transport: Transport,
        record_fields: Sequence[str] = (),
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> None:
        """Take over a connected coder.

        Args:
            transport: moves the bytes; it is closed with the coder.
            record_fields: fields that change with each record. An earlier connection may have left a record
                in them; ``select`` and ``clear`` take it out, so that it is not printed again.
            answer_timeout_s: seconds until a coder counts as silent.
        """
        self._transport = transport
        self._timeout_s = answer_timeout_s
        self._stream = wsi.ReplyStream()
        self._owes_an_answer = False
        self._may_print = True
        self._slot = Slot(tuple(record_fields))

    @property
    def abilities(self) -> frozenset[Ability]:
        """One set of field values at a time, and a counter."""
        return frozenset({Ability.SINGLE_SLOT, Ability.COUNTER_ONLY})

    def identify(self) -> str:
        """Return nothing: WSI has no question for the model."""
        return ""

    def status(self) -> CoderStatus:
        """Ask the coder how it is and which message is selected.

        It does not say whether printing is on: ``RUNNING`` means that it may print, which holds until
        this connection has switched printing off.
        """
        data = self._ask(wsi.ERROR_STATUS)
        found = wsi.parse_status(data)
        if found is None:
            raise self._nonsense(data)
        red = wsi.Lamp.RED in found.lamps
        if red:
            state = CoderState.FAULT
        else:
            state = CoderState.RUNNING if self._may_print and found.lamps else CoderState.STOPPED
        faults = tuple(CoderFault(number, str(words), warning=not red) for number, words in found.faults)
        return CoderStatus(state, self._current_message() or "", faults)

    def list_jobs(self) -> Sequence[str]:
        """Raise ``Refused``: the names of messages cannot be asked."""
        self._cannot(say("say which messages it holds"))

    def job_fields(self, job: str) -> Sequence[str]:
        """Raise ``Refused``: the user fields of a message cannot be asked."""
        self._cannot(say("say which fields a message has"))

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        """Switch printing off, empty the fields of records, choose a message and fill its user fields.

        Records of an earlier message are forgotten, doubt about them too: ask ``printed_upto`` first.

        Raises:
            InputError: the coder refuses the message or a field, or cannot be told its value.
        """
        choice = wsi.select_message(job)
        fills = wsi.fill_fields(fields)
        self.stop()
        self._empty_fields()
        if not self._tell(choice):
            raise InputError(
                say(
                    "{address} refuses the message {name}. Check that the coder holds one of that name.",
                    address=self._transport.address,
                    name=repr(job),
                )
            )
        current = self._current_message()
        if current is not None and current != job:
            raise DeviceError(
                say(
                    "{address} was told to select {expected}, but says that {found} is selected.",
                    address=self._transport.address,
                    expected=repr(job),
                    found=repr(current),
                )
            )
        self._slot = Slot(self._slot.fields)
        for name, fill in zip(fields, fills, strict=True):
            if not self._tell(fill):
                raise InputError(self._refused_field(name))

    def read_back(self) -> Mapping[str, str]:
        """Raise ``Refused``: what user fields hold cannot be asked."""
        self._cannot(say("say what its fields hold"))

    def check(self, fields: Mapping[str, str]) -> None:
        """Tell whether the protocol can carry these values, without asking the coder. InputError if not."""
        wsi.fill_fields(fields)

    def start(self) -> None:
        """Switch printing on: what the fields hold is printed at each trigger, again and again."""
        self._may_print = True
        self._must(wsi.PRINT_ON)

    def stop(self) -> None:
        """Switch printing off."""
        self._must(wsi.PRINT_OFF)
        self._may_print = False

    def room(self) -> int:
        """Return 1 if there is no record, or if it has been printed, else 0."""
        return int(not self._slot.observe(self._count()))

    def waiting(self) -> int:
        """Return how many records it holds that it has not printed."""
        return int(self._slot.observe(self._count()))

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Replace the record in the fields by the next one; a field that it does not have is emptied.

        Raises:
            DeviceError: something was printed while the fields changed, or a field was refused.
            Refused: the record before was not printed yet, or ``index`` is not the next.
            InputError: there are no fields, or a value that the protocol cannot carry; nothing was sent.
        """
        if not fields:
            raise InputError(say("Record {index} has no fields.", index=index))
        record = {**dict.fromkeys(self._slot.fields, ""), **fields}
        fills = wsi.fill_fields(record)
        count = self._count()
        self._slot.take(index, count, tuple(record))
        for name, fill in zip(record, fills, strict=True):
            if not self._tell(fill):
                raise self._slot.doubtful(self._refused_field(name))
        self._slot.check_quiet(count, self._count())

    def end_after(self, index: int) -> None:
        """Do nothing: there is one record at a time."""

    def printed_upto(self) -> int:
        """Return the number of the last record that the counter proves printed.

        Raises:
            DeviceError: a record was printed more than once, or the counter cannot tell.
        """
        self._slot.observe(self._count())
        return self._slot.printed_upto

    def clear(self) -> None:
        """Empty the fields of records, and forget a record that was not printed.

        Raises:
            DeviceError: something was printed that nobody knows, and it was not told before.
        """
        count = self._count()
        if not self._slot.settle_doubt():
            self._slot.observe(count)
        self._empty_fields()
        self._slot.check_quiet(count, self._count())
        self._slot.empty()

    def acknowledge(self) -> None:
        """Raise ``Refused``: faults are acknowledged at the coder's own panel."""
        self._cannot(say("acknowledge its faults from here; use its panel"))

    def close(self) -> None:
        """Give the coder free. May be called twice."""
        self._transport.close()

    def _empty_fields(self) -> None:
        for name in self._slot.fields:
            if not self._tell(wsi.clear_field(name)):
                raise self._slot.doubtful(self._refused_field(name))

    def _count(self) -> int:
        data = self._ask(wsi.PRINT_COUNTER)
        count = wsi.parse_counter(data)
        if count is None:
            raise self._nonsense(data)
        return count

    def _current_message(self) -> str | None:
        """Return the selected message, or None where the firmware does not know the question."""
        reply = self._exchange(wsi.CURRENT_MESSAGE)
        if reply.kind is wsi.Kind.NOT_DONE:
            return None
        if reply.kind is not wsi.Kind.DATA:
            raise self._nonsense(reply.text)
        return reply.text.strip(" ")

    def _ask(self, question: bytes) -> str:
        reply = self._exchange(question)
        if reply.kind is wsi.Kind.NOT_DONE:
            raise self._refused_request(question)
        if reply.kind is not wsi.Kind.DATA:
            raise self._nonsense(reply.text)
        return reply.text

    def _must(self, order: bytes) -> None:
        if not self._tell(order):
            raise self._refused_request(order)

    def _tell(self, order: bytes) -> bool:
        """Give an order; tell whether the coder has done it."""
        reply = self._exchange(order)
        if reply.kind is wsi.Kind.DATA:
            raise self._nonsense(reply.text)
        return reply.kind is wsi.Kind.DONE

    def _exchange(self, body: bytes) -> wsi.Reply:
        """Send one request and return its answer.

        An answer that comes too late could be taken for that of the next request (a counter does not
        say when it was read), so after a silence or a nonsense nothing more is asked here.
        """
        if self._owes_an_answer:
            raise self._silence(body)
        self._owes_an_answer = True
        self._transport.write(wsi.packet(body), self._timeout_s)
        deadline = time.monotonic() + self._timeout_s
        replies: list[wsi.Reply] = []
        while not replies:
            data = self._transport.read_some(max(0.0, deadline - time.monotonic()))
            if not data:
                raise self._silence(body)
            replies = self._stream.feed(data)
        reply = replies[0]
        stray = reply.kind in {wsi.Kind.DONE, wsi.Kind.NOT_DONE} and reply.text != wsi.checksum(body)
        if len(replies) > 1 or self._stream.unfinished or stray or reply.kind is wsi.Kind.NOISE:
            raise self._nonsense("".join(item.text for item in replies) + self._stream.unfinished)
        self._owes_an_answer = False
        return reply

    def _cannot(self, what: Text) -> NoReturn:
        raise Refused(say("A coder that speaks WSI cannot {what}.", what=what))

    def _refused_field(self, name: str) -> Text:
        return say(
            "{address} refuses the user field {name}. Check that the coder has a user field of that name.",
            address=self._transport.address,
            name=repr(name),
        )

    def _refused_request(self, body: bytes) -> DeviceError:
        return DeviceError(
            say(
                "{address} refuses the request {request}. Look at its display.",
                address=self._transport.address,
                request=body.decode("ascii"),
            )
        )

    def _nonsense(self, text: str) -> DeviceError:
        return DeviceError(
            say(
                "{address} answers as no coder that speaks WSI does: {found}. Check the address and the"
                " protocol that is set on the coder, then connect again.",
                address=self._transport.address,
                found=repr(text[:40]),
            )
        )

    def _silence(self, body: bytes) -> DeviceError:
        return DeviceError(
            say(
                "{address} did not answer the request {request} within {seconds} s. Look at its display, then"
                " connect again. If all is well there, it may speak another protocol: check the address.",
                address=self._transport.address,
                request=body[:1].decode("ascii"),
                seconds=f"{self._timeout_s:g}",
            )
        )
