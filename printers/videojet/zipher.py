"""A Videojet coder with CLARiTY (thermal-transfer, inkjet, laser) as the application sees it."""

import time
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from desktop.coders import Ability, CoderFault, CoderState, CoderStatus
from desktop.errors import DeviceError, InputError, Refused
from desktop.texts import say
from printers.closing import Closing
from printers.transport import Transport
from printers.videojet import zipher_protocol as zipher
from printers.videojet.zipher_exchange import ZipherExchange
from printers.videojet.zipher_protocol import ErrorState, PrinterState

ANSWER_TIMEOUT_S: Final = 2.0
"""Most commands are answered at once; what takes longer than this is silence."""
TRANSITION_TIMEOUT_S: Final = 30.0
"""SST, CAF and CAW are answered when the device has done it, which takes mechanics some seconds."""
BUFFER_RECORDS: Final = 1000

_STATES: Final = {
    PrinterState.SHUT_DOWN: CoderState.OFF,
    PrinterState.STARTING: CoderState.STARTING,
    PrinterState.SHUTTING_DOWN: CoderState.OFF,
    PrinterState.RUNNING: CoderState.RUNNING,
    PrinterState.OFFLINE: CoderState.STOPPED,
}


class ZipherCoder(Closing):
    """Implements ``desktop.coders.Coder`` over Zipher text. One thread at a time.

    Records go into the serialisation buffer with their numbers. What the device holds is asked before
    the first record of a connection, while it is stopped and its numbers stand still; a record that it
    has already is not sent again, so a retry after a broken connection doubles none.
    """

    def __init__(
        self,
        transport: Transport,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
        transition_timeout_s: float = TRANSITION_TIMEOUT_S,
        buffer_records: int = BUFFER_RECORDS,
    ) -> None:
        self._line = ZipherExchange(transport, answer_timeout_s)
        self._transition_timeout_s = transition_timeout_s
        self._records = buffer_records
        self._job_fields: tuple[str, ...] = ()
        self._header: tuple[str, ...] = ()
        self._next: int | None = None
        self._printed = 0
        self._cleared = False

    @property
    def abilities(self) -> frozenset[Ability]:
        """Numbered records, a notice at each print, and fields that can be read back."""
        return frozenset({Ability.INDEXED_BUFFER, Ability.PRINT_EVENT, Ability.READ_BACK})

    def identify(self) -> str:
        """Return nothing, for it does not say; but it must answer as such a coder does."""
        self._state()
        return ""

    def status(self) -> CoderStatus:
        """Ask the device how it is, and for the words of its faults and warnings if it has any."""
        now = self._state()
        found: tuple[CoderFault, ...] = ()
        if now.error is not ErrorState.NONE:
            found = self._line.ask("GFT", "FLT", zipher.faults) + self._line.ask(
                "GWN", "WRN", zipher.warnings
            )
        faulty = now.error is ErrorState.FAULTS
        state = CoderState.FAULT if faulty else _STATES[now.printer]
        return CoderStatus(state, now.job, found, now.prints)

    def list_jobs(self) -> Sequence[str]:
        """Return the jobs that it holds."""
        return self._line.ask("GJL", "JBL", zipher.names)

    def job_fields(self, job: str) -> Sequence[str]:
        """Return the variable fields of a job, in its order.

        Raises:
            InputError: it has no such job.
        """
        zipher.check_name(job)
        jobs = self.list_jobs()
        if job not in jobs:
            raise InputError(
                say(
                    "{address} has no job {job}. Its jobs are: {known}.",
                    address=self._line.address,
                    job=repr(job),
                    known=", ".join(jobs),
                )
            )
        return self._line.ask("GJF", "JFL", zipher.names, job)

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        """Stop, choose a job, fill its fields and read them back, and empty the buffer.

        Raises:
            InputError: it has no such job or field, or a value cannot be carried.
            DeviceError: it is not ready to be told, or holds afterwards something else than it should.
        """
        zipher.check_values(fields)
        known = tuple(self.job_fields(job))
        self._refuse_unknown(job, fields, known)
        self.stop()
        self._next = None
        self._line.order("SEL", job)
        if fields:
            self._line.order("JDA", *zipher.assignments(zipher.in_order(fields, known)))
        held = self._state().job
        if held != job:
            raise DeviceError(
                say(
                    "{address} was told to select {expected}, but has {found}. Select it on the coder.",
                    address=self._line.address,
                    expected=repr(job),
                    found=repr(held),
                )
            )
        values = self.read_back()
        for name, value in fields.items():
            if values.get(name) != value:
                raise self._otherwise(name, value, values.get(name, ""))
        self._line.order("SCB")
        # An old last number would later be taken for prints of this job that never were.
        for question in ("SRC", "SLR"):
            if left := self._line.count(question):
                raise self._not_empty(question, left)
        self._line.order("SMR", self._records)
        self._job_fields, self._header, self._next = known, (), 1
        self._printed, self._cleared = 0, False

    def read_back(self) -> Mapping[str, str]:
        """Return the field values that it would print now."""
        return self._line.ask("GJD", "JDL", zipher.values)

    def check(self, fields: Mapping[str, str]) -> None:
        """Tell whether the protocol can carry these values, without asking the coder. InputError if not."""
        zipher.check_values(fields)

    def start(self) -> None:
        """Let it print at each trigger. Does nothing if it does already.

        Raises:
            Refused: no job is selected.
        """
        now = self._settled()
        if not now.job:
            raise self._no_job()
        if now.printer is not PrinterState.RUNNING:
            self._line.order("SST", PrinterState.RUNNING.value, timeout_s=self._transition_timeout_s)

    def stop(self) -> None:
        """Let it print no more. Does nothing if it is stopped already."""
        if self._settled().printer is PrinterState.RUNNING:
            self._line.order("SST", PrinterState.OFFLINE.value, timeout_s=self._transition_timeout_s)

    def room(self) -> int:
        """Return how many more records its buffer takes now."""
        return max(0, self._line.count("SGM") - self._line.count("SRC"))

    def waiting(self) -> int:
        """Return how many records it holds that it has not printed."""
        return self._line.count("SRC")

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Hand over a record. One that the device has already, or has printed, is not sent again.

        Raises:
            InputError: no such field, a value that cannot be carried, or a number that is left out.
            Refused: the connection is new, and the device runs or has no job selected.
            DeviceError: the device does not take it.
        """
        zipher.check_values(fields)
        expected = self._synchronised() if self._next is None else self._next
        self._refuse_unknown(self._line.address, fields, self._job_fields)
        if index > expected:
            raise InputError(
                say("Record {found} was given, but {expected} is next.", found=index, expected=expected)
            )
        record = zipher.in_order(fields, self._job_fields)
        if tuple(record) != self._header:
            self._name_fields(tuple(record))
        if index < expected:
            return
        if not self._line.try_order("SID", index, *record.values()):
            self._not_taken(index)
        self._next = index + 1

    def end_after(self, index: int) -> None:
        """Do nothing: an empty buffer prints nothing."""

    def printed_upto(self) -> int:
        """Return the number of the last record that it says it has printed, 0 for none.

        Raises:
            DeviceError: the number is lower than before (the device has lost its memory), or higher
                than that of the last record that was given.
        """
        number = self._line.count("SLR")
        if self._next is not None and number >= self._next:
            raise DeviceError(
                say(
                    "{address} says that it has printed up to record {found}, but was given only"
                    " {expected}: something else feeds it. Scan the last good print.",
                    address=self._line.address,
                    found=number,
                    expected=self._next - 1,
                )
            )
        if number >= self._printed:
            self._printed, self._cleared = number, False
        elif number or not self._cleared:
            raise DeviceError(
                say(
                    "{address} says that it has printed up to record {found}, but said {expected} before:"
                    " it lost its memory. Scan the last good print.",
                    address=self._line.address,
                    found=number,
                    expected=self._printed,
                )
            )
        return self._printed

    def clear(self) -> None:
        """Throw away the records that were not printed; the next is that after the last printed one.

        Raises:
            Refused: it runs, so that a record could be printed in this very moment.
        """
        job = self._stopped().job
        last = self.printed_upto()
        self._next = None
        self._line.order("SCB")
        if left := self._line.count("SRC"):
            raise self._not_empty("SRC", left)
        # Some forget the last number with the records, some do not.
        self._cleared = True
        self._header = ()
        if job:
            self._job_fields, self._next = tuple(self.job_fields(job)), last + 1

    def acknowledge(self) -> None:
        """Acknowledge the faults and warnings that may be acknowledged from here."""
        faults = self.status().faults
        for question, warning in (("CAF", False), ("CAW", True)):
            if any(fault.clearable and fault.warning is warning for fault in faults):
                self._line.order(question, timeout_s=self._transition_timeout_s)

    def watch_prints(self) -> None:
        """Have each finished print told from now on over this connection, for ``prints_told``."""
        self._line.order("SNO", zipher.PRINT_COMPLETE, 1)

    def prints_told(self, timeout_s: float) -> int:
        """Return how many prints were told since the last call, waiting up to ``timeout_s`` for one.

        It says that there is reason to ask ``printed_upto``; which record it was is not told.
        """
        deadline = time.monotonic() + timeout_s
        self._line.receive(0.0)
        while not self._line.prints_told and self._line.receive(deadline - time.monotonic()):
            pass
        told, self._line.prints_told = self._line.prints_told, 0
        return told

    def close(self) -> None:
        """Give the device free. May be called twice."""
        self._line.close()

    def _synchronised(self) -> int:
        """Ask for the first number that the device neither holds nor has printed, and the job's fields."""
        job = self._stopped().job
        if not job:
            raise self._no_job()
        self._job_fields = tuple(self.job_fields(job))
        self._next = self.printed_upto() + self._line.count("SRC") + 1
        return self._next

    def _stopped(self) -> zipher.State:
        """Return the state, if nothing can be printed in this moment."""
        now = self._settled()
        if now.printer is PrinterState.RUNNING:
            raise Refused(
                say(
                    "{address} is running: stop it first, so that its record numbers stand still.",
                    address=self._line.address,
                )
            )
        return now

    def _name_fields(self, names: tuple[str, ...]) -> None:
        held = self._line.count("SRC")
        if held and self._header:
            raise InputError(
                say(
                    "All records of a job must fill the same fields: {expected}.",
                    expected=", ".join(self._header),
                )
            )
        self._line.order("SHO", *names)
        if (found := self._line.count("SRC")) != held:
            self._next = None
            raise DeviceError(
                say(
                    "{address} held {expected} records and has {found} since its fields were named. Stop it,"
                    " clear its buffer, and go on after the last print.",
                    address=self._line.address,
                    expected=held,
                    found=found,
                )
            )
        self._header = names

    def _not_taken(self, index: int) -> NoReturn:
        if not self.room():
            raise DeviceError(
                say(
                    "{address} did not take record {index}: its buffer is full. Wait for prints.",
                    address=self._line.address,
                    index=index,
                )
            )
        raise self._line.refusal("SID", index)

    def _refuse_unknown(self, where: str, fields: Mapping[str, str], known: Sequence[str]) -> None:
        for name in fields:
            if name not in known:
                raise InputError(
                    say(
                        "{where} has no field {field}. Its fields are: {known}.",
                        where=where,
                        field=repr(name),
                        known=", ".join(known),
                    )
                )

    def _settled(self) -> zipher.State:
        """Return the state, if it is one in which the device takes orders."""
        now = self._state()
        if now.printer not in {PrinterState.RUNNING, PrinterState.OFFLINE}:
            raise DeviceError(
                say(
                    "{address} is switched off, starting or shutting down. Wait until it is ready.",
                    address=self._line.address,
                )
            )
        return now

    def _state(self) -> zipher.State:
        return self._line.ask("GST", "STS", zipher.state)

    def _no_job(self) -> Refused:
        return Refused(say("{address} has no job selected. Select one.", address=self._line.address))

    def _not_empty(self, question: str, found: int) -> DeviceError:
        return DeviceError(
            say(
                "{address} still has records of an earlier job ({question} says {found}). Switch it off and"
                " on, then select the job again.",
                address=self._line.address,
                question=question,
                found=found,
            )
        )

    def _otherwise(self, name: str, expected: str, found: str) -> DeviceError:
        return DeviceError(
            say(
                "{address} was given {expected} for {name}, but reads back {found}. Look at the job's field"
                " on the coder, at its length above all.",
                address=self._line.address,
                expected=repr(expected),
                name=name,
                found=repr(found),
            )
        )
