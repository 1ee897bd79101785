"""A Markem-Imaje coder as the application sees it: NGPCL, over whatever moves the bytes."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.coders import Ability, CoderState, CoderStatus
from desktop.errors import DeviceError, InputError, Refused
from desktop.texts import say
from printers.closing import Closing
from printers.markem import protocol
from printers.markem.dialogue import ANSWER_TIMEOUT_S, Dialogue
from printers.transport import Transport

_FIELD_PARTS: Final = 2


class NgpclCoder(Closing):
    """Implements ``desktop.coders.Coder``. One thread at a time.

    The coder holds one set of field values and prints it at each trigger, again and again, and it
    never says that it has printed. So a record in it is one code at a time, which something else
    (a scanner) must see printed before the next is put; and what it holds is believed only when it
    was read back, because it says yes to fields that it has not.
    """

    def __init__(
        self,
        transport: Transport,
        record_fields: Sequence[str] = (),
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> None:
        """Speak over ``transport``.

        Args:
            transport: connected to the coder.
            record_fields: fields that change with each record. The coder does not list its fields, so
                after a reconnect only these names let ``read_back`` and ``clear`` find a record that
                was put before.
            answer_timeout_s: seconds after which no answer is silence.
        """
        self._dialogue = Dialogue(transport, answer_timeout_s)
        self._job: str | None = None
        self._shared: tuple[str, ...] = ()
        self._record_fields = tuple(record_fields)
        self._last: tuple[int, dict[str, str]] | None = None
        self._occupied = False

    @property
    def abilities(self) -> frozenset[Ability]:
        """One set of values, which can be read back; no count and no event of prints is known."""
        return frozenset({Ability.SINGLE_SLOT, Ability.READ_BACK})

    def identify(self) -> str:
        """Return nothing: the coder does not say what it is."""
        return ""

    def status(self) -> CoderStatus:
        """Ask the coder how it is and which job is selected."""
        status = protocol.parse_status(frame := self._dialogue.ask_for_yes(protocol.device_status()))
        if status is None:
            raise self._dialogue.out_of_turn(frame)
        return CoderStatus(status.state, self._current_job(), status.faults)

    def list_jobs(self) -> Sequence[str]:
        """Refuse: the coder does not say."""
        raise Refused(
            say(
                "{address} does not say which jobs it holds: give the name that its display shows.",
                address=self._dialogue.address,
            )
        )

    def job_fields(self, job: str) -> Sequence[str]:
        """Refuse: the coder does not say. ``select`` checks those that it is given."""
        raise Refused(
            say(
                "{address} does not say which fields job {job} has: give the names that its display shows.",
                address=self._dialogue.address,
                job=repr(job[:60]),
            )
        )

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        """Choose a job and fill the fields that all its prints share, and read both back.

        What is so already is left alone, so a running line can be joined after a reconnect.

        Raises:
            InputError: the coder has no such job or field, or the language cannot carry a text.
            Refused: something would change, but the coder is printing: between the new job and its
                values, packs would be printed with the values that the job was saved with.
            DeviceError: the coder does not hold what it was given.
        """
        _check_job(job)
        protocol.check_fields(fields)
        self._job, self._last, self._occupied = None, None, False
        if self._current_job() != job:
            self._refuse_while_printing(job)
            self._choose(job)
        changed = {name: value for name, value in fields.items() if self._read(job, name) != value}
        if changed:
            self._refuse_while_printing(job)
            self._write(job, changed)
        self._job, self._shared = job, tuple(fields)

    def read_back(self) -> Mapping[str, str]:
        """Return what it would print now, of the fields whose names are known here."""
        job = self._selected()
        names = dict.fromkeys((*self._shared, *self._record_fields))
        return {name: self._read(job, name) for name in names}

    def check(self, fields: Mapping[str, str]) -> None:
        """Tell whether the protocol can carry these values, without asking the coder. InputError if not."""
        protocol.check_fields(fields)

    def start(self) -> None:
        """Do nothing if it is printing already; else refuse: it is started at its display."""
        if self._state() is not CoderState.RUNNING:
            raise Refused(
                say(
                    "{address} cannot be started from here: start it at its display.",
                    address=self._dialogue.address,
                )
            )

    def stop(self) -> None:
        """Do nothing if it is surely not printing; else refuse: it is stopped at its display."""
        if self._state() not in {CoderState.OFF, CoderState.STOPPED}:
            raise Refused(
                say(
                    "{address} cannot be stopped from here: stop it at its display.",
                    address=self._dialogue.address,
                )
            )

    def room(self) -> int:
        """Return 0 while a record that was put on this connection stands in it, else 1.

        The coder does not say when it is printed; who has seen it printed puts the next over it.
        """
        return 0 if self._occupied else 1

    def waiting(self) -> int:
        """Return how many records it holds that it has not printed."""
        return int(self._occupied)

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Put a record over the last one, and read it back.

        The same record may be put again: it is a value that is set, not one that is queued.

        Raises:
            InputError: the job has no such field, or the language cannot carry a text.
            Refused: no job is selected, or ``index`` does not follow the last one.
            DeviceError: the coder does not hold the record, or has another job by now.
        """
        protocol.check_fields(fields)
        if not fields:
            raise InputError(say("Record {index} has no fields: there is nothing to print.", index=index))
        job = self._selected()
        self._check_index(index, fields)
        self._expect_job(job)
        for name in fields:
            if name not in self._record_fields:
                self._read(job, name)  # asked first: the coder says yes to fields that it has not
                self._record_fields += (name,)
        self._occupied = True
        self._write(job, fields)
        self._expect_job(job)
        self._last = (index, dict(fields))

    def end_after(self, index: int) -> None:
        """Do nothing: there is one record at a time."""

    def printed_upto(self) -> int:
        """Refuse: the coder does not say. 0 would mean that nothing is printed, which is not known."""
        raise Refused(
            say(
                "{address} does not say what it has printed: confirm each print with a scanner.",
                address=self._dialogue.address,
            )
        )

    def clear(self) -> None:
        """Empty the fields of the record, so that its code is printed no more, and read that back.

        On a new connection these fields are emptied in whatever job is selected, as far as it has them:
        without a job, or with another, no record is printed.
        Whether every field of every job may be empty is not known; reading back tells. A coder that
        is running prints the job without the record then.

        Raises:
            Refused: which fields a record has is not known here.
            DeviceError: the coder does not empty them.
        """
        if not self._record_fields:
            raise Refused(
                say(
                    "{address}: which fields a record has is not known, so none can be emptied. Stop the"
                    " coder at its display.",
                    address=self._dialogue.address,
                )
            )
        if self._job is None:
            self._empty_what_is_selected()
        else:
            self._expect_job(self._job)
            self._write(self._job, dict.fromkeys(self._record_fields, ""))
        self._last, self._occupied = None, False

    def acknowledge(self) -> None:
        """Refuse: faults are acknowledged at the coder."""
        raise Refused(
            say(
                "{address} takes no acknowledgement from here: acknowledge at its display.",
                address=self._dialogue.address,
            )
        )

    def close(self) -> None:
        """Give the coder free. May be called twice."""
        self._dialogue.close()

    def _state(self) -> CoderState:
        return self.status().state

    def _selected(self) -> str:
        if self._job is None:
            raise Refused(
                say("No job is selected on {address}. Select one first.", address=self._dialogue.address)
            )
        return self._job

    def _refuse_while_printing(self, job: str) -> None:
        if self._state() in {CoderState.OFF, CoderState.STOPPED}:
            return
        raise Refused(
            say(
                "{address} is not stopped: while job {job} is set up, packs could be printed with wrong"
                " values. Stop it at its display, then select the job again.",
                address=self._dialogue.address,
                job=repr(job[:60]),
            )
        )

    def _empty_what_is_selected(self) -> None:
        job = self._current_job()
        if not job:
            return
        held = [name for name in self._record_fields if self._dialogue.ask(protocol.read_field(name)).yes]
        if held:
            self._write(job, dict.fromkeys(held, ""))

    def _check_index(self, index: int, fields: Mapping[str, str]) -> None:
        """Refuse a record out of order; the first after a select or a clear may have any number."""
        last = 0 if self._last is None else self._last[0]
        follows = index >= 1 if self._last is None else index == last + 1
        if not follows and self._last != (index, dict(fields)):
            raise Refused(
                say(
                    "Record {index} does not follow record {last} on {address}.",
                    index=index,
                    last=last,
                    address=self._dialogue.address,
                )
            )

    def _choose(self, job: str) -> None:
        if not self._dialogue.ask(protocol.select_job(job)).yes:
            raise InputError(
                say(
                    "{address} does not select job {job}: it has none of that name. Look at its job list.",
                    address=self._dialogue.address,
                    job=repr(job[:60]),
                )
            )
        self._expect_job(job)

    def _expect_job(self, job: str) -> None:
        found = self._current_job()
        if found != job:
            self._job = None
            raise DeviceError(
                say(
                    "{address} has job {found} selected where {job} is expected. Select the job again.",
                    address=self._dialogue.address,
                    found=repr(found[:60]),
                    job=repr(job[:60]),
                )
            )

    def _current_job(self) -> str:
        answer = self._dialogue.ask_for_yes(protocol.current_job())
        if len(answer.parts) != 1:
            raise self._dialogue.out_of_turn(answer)
        return answer.parts[0]

    def _read(self, job: str, name: str) -> str:
        answer = self._dialogue.ask(protocol.read_field(name))
        if not answer.yes:
            raise InputError(
                say(
                    "Job {job} on {address} has no field {name}. Look at the job's fields at the coder.",
                    job=repr(job[:60]),
                    address=self._dialogue.address,
                    name=repr(name[:60]),
                )
            )
        if len(answer.parts) != _FIELD_PARTS or answer.parts[0] != name:
            raise self._dialogue.out_of_turn(answer)
        return answer.parts[1]

    def _write(self, job: str, fields: Mapping[str, str]) -> None:
        self._dialogue.ask_for_yes(protocol.update_fields(fields))
        for name, value in fields.items():
            found = self._read(job, name)
            if found != value:
                raise DeviceError(
                    say(
                        "{address} was given {expected} for field {name} and reads {found}: it does not"
                        " take the value. Check the field's length and type in job {job}.",
                        address=self._dialogue.address,
                        expected=repr(value[:60]),
                        name=repr(name[:60]),
                        found=repr(found[:60]),
                        job=repr(job[:60]),
                    )
                )


def _check_job(job: str) -> None:
    if not job:
        raise InputError(say("A job without a name was given. Give the name that the coder has."))
    protocol.check_text(say("The job name {job}", job=repr(job[:60])), job)
