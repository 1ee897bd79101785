"""A Leibinger JET printer as the application sees it: its mailing FIFO, over whatever moves the bytes.

One field is filled record by record: the EXTERN TEXT object number 1, set to mail mode, of the job
that is loaded; "Activate database" must be off in the printer. What the driver stands on:

- A record has a number. The printer refuses a number that is not the next one, so nothing is doubled.
- ``?SM`` tells the number of the print that was *begun* last, and whether it was finished. A print that
  was begun and not finished is neither printed nor to be sent again.
- Each print stop empties the FIFO. So the driver watches that it holds what was put in, and takes no
  further record once it does not: the next one would be printed right behind a gap.
- An empty FIFO is an error to the printer, see ``end_after``.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.coders import Ability, CoderFault, CoderState, CoderStatus
from desktop.errors import DeviceError, InputError, Refused
from desktop.texts import say
from printers.leibinger.link import JetLink, error_words
from printers.leibinger.protocol import (
    ERROR_WORDS,
    Machine,
    MachineState,
    Queue,
    check_job,
    check_text,
    command,
    escaped,
    job_name,
    job_path,
    record,
    unescaped,
)
from printers.leibinger.record_numbers import RecordNumbers
from printers.transport import Transport

FIELD: Final = "EXTERN TEXT"
"""What the one field that can be filled is called, by the printer's own menu."""

ANSWER_TIMEOUT_S: Final = 2.0
"""What takes longer than this is silence."""
ACTION_TIMEOUT_S: Final = 10.0
"""For loading a job, starting, stopping."""
NOZZLE_TIMEOUT_S: Final = 180.0
"""For opening the nozzle, until the jet stands."""

_STATES: Final = {
    MachineState.STANDBY: CoderState.OFF,
    MachineState.INITIALISING: CoderState.STARTING,
    MachineState.SERVICE: CoderState.STOPPED,
    MachineState.READY_FOR_ACTION: CoderState.STOPPED,
    MachineState.READY_FOR_START: CoderState.STOPPED,
    MachineState.PRINTING: CoderState.RUNNING,
}


class LeibingerCoder:
    """Implements ``desktop.coders.Coder``. One thread at a time.

    Before the first ``put`` on a connection comes ``select`` or ``clear``: what an earlier connection
    left in the FIFO cannot be told apart from what it lost. After a dropped connection: connect, ask
    ``printed_upto``, ``clear``, ask it again, and go on with the number after it.
    """

    def __init__(
        self,
        transport: Transport,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
        action_timeout_s: float = ACTION_TIMEOUT_S,
        nozzle_timeout_s: float = NOZZLE_TIMEOUT_S,
    ) -> None:
        self._link = JetLink(transport, answer_timeout_s)
        self._action_timeout_s = action_timeout_s
        self._nozzle_timeout_s = nozzle_timeout_s
        self._running = False
        self._text_set = False
        self._numbers = RecordNumbers(transport.address)

    @property
    def abilities(self) -> frozenset[Ability]:
        """Numbered records; the external text (not the records) can be read back."""
        return frozenset({Ability.INDEXED_BUFFER, Ability.READ_BACK})

    def identify(self) -> str:
        """Return the printer's versions and serial number as it lists them."""
        said = " ".join(self._link.ask("VS")["VS"].split())
        return "".join(character for character in said if character.isprintable())[:200]

    def status(self) -> CoderStatus:
        """Ask the printer how it is. While it prints, its errors are warnings."""
        answers = self._link.ask("RS", "JL")
        machine = self._link.read_machine(answers["RS"])
        running = machine.state is MachineState.PRINTING
        faults = []
        if machine.error:
            faults.append(CoderFault(str(machine.error), error_words(machine.error), running, clearable=True))
        if machine.cover_open:
            faults.append(CoderFault("cover", "head cover open", running))
        state = CoderState.FAULT if faults and not running else _STATES[machine.state]
        return CoderStatus(state, job_name(answers["JL"]), tuple(faults))

    def list_jobs(self) -> Sequence[str]:
        """Refused: the printer does not list its jobs over this interface."""
        raise Refused(
            say("A Leibinger printer does not tell which jobs it holds: read the job's name at its display.")
        )

    def job_fields(self, job: str) -> Sequence[str]:
        """Return the one field that can be filled in any job; that a job has it shows at ``start``."""
        check_job(job)
        return (FIELD,)

    def select(self, job: str, fields: Mapping[str, str]) -> None:
        """Load a job, empty the FIFO and set the external text if ``fields`` has one.

        Numbers go on: the first record is that after ``printed_upto``, so that no print of an earlier job
        can be taken for one of this.

        Raises:
            InputError: no such job in the printer, no such field, or a text that cannot be carried.
            Refused: the printer is printing.
        """
        check_job(job)
        _check_fields(fields)
        if self._link.machine().state is MachineState.PRINTING:
            raise Refused(
                say("{address} is printing: stop it before another job is loaded.", address=self._address)
            )
        if job_name(self._link.ask("JL")["JL"]) != job:
            self._link.order(command(f"=JL{job_path(job)}"))
            if not self._link.comes(
                lambda: job_name(self._link.ask("JL")["JL"]) == job, self._action_timeout_s
            ):
                raise InputError(
                    say(
                        "{address} did not load the job {job}; it has {found}. Check its name at the"
                        " display.",
                        address=self._address,
                        job=repr(job),
                        found=repr(job_name(self._link.ask("JL")["JL"])),
                    )
                )
        self._flush()
        self._numbers.go_on()
        self._text_set = FIELD in fields
        if self._text_set:
            self._set_text(fields[FIELD])

    def read_back(self) -> Mapping[str, str]:
        """Return the external text that was set; records that wait in the FIFO cannot be read."""
        return {FIELD: unescaped(self._link.ask("ET")["ET"])}

    def check(self, fields: Mapping[str, str]) -> None:
        """Tell whether the protocol can carry these values, without asking the coder. InputError if not."""
        _check_fields(fields)

    def start(self) -> None:
        """Let it print at each trigger; opens the nozzle if need be, which takes minutes.

        Raises:
            Refused: neither was a record put nor a text selected: an empty FIFO is an error to the printer.
            DeviceError: the printer holds fewer records than it was given, or does not start.
        """
        if not self._numbers.given and not self._text_set:
            raise Refused(
                say(
                    "{address} has no records to print: after each stop its buffer is empty and must be"
                    " filled again.",
                    address=self._address,
                )
            )
        machine, _ = self._look()
        if self._running and machine.state is MachineState.PRINTING:
            return
        self._running = False
        if machine.state is MachineState.READY_FOR_ACTION:
            self._link.order(command("!NO"))
            self._link.reach(MachineState.READY_FOR_START, self._nozzle_timeout_s)
        self._check_held()
        self._link.order(command("!GO"))
        self._link.reach(MachineState.PRINTING, self._action_timeout_s)
        self._running = True

    def stop(self) -> None:
        """Let it print no more. If it was printing, its FIFO is empty then: put from the next number on."""
        if self._running or self._link.machine().state is MachineState.PRINTING:
            self.clear()

    def room(self) -> int:
        """Return how many more records it takes now; one place is kept for the end marker."""
        queue = self._queue()
        return max(0, queue.depth - 1 - max(queue.entries, self._numbers.waiting))

    def waiting(self) -> int:
        """Return how many records it holds that it has not printed."""
        return self._queue().entries

    def put(self, index: int, fields: Mapping[str, str]) -> None:
        """Hand over a record. Returning means that the FIFO holds it.

        Raises:
            InputError: not the one field there is, or a text that cannot be carried.
            Refused: not the next number, no room, an end was set, or ``select`` or ``clear`` must come first.
            DeviceError: the printer did not take it, or has lost records that it was given before.
        """
        _check_fields(fields)
        if FIELD not in fields:
            raise InputError(say("A record needs the field {field}.", field=FIELD))
        self._numbers.check_next(index)
        self._check_held()
        if not self.room():
            raise Refused(
                say(
                    "{address} has no room for record {index}: wait until it has printed.",
                    address=self._address,
                    index=index,
                )
            )
        self._hand_over(index, fields[FIELD])

    def end_after(self, index: int) -> None:
        """Say that record ``index``, the last that was put, is the last of all.

        A blank record is put behind it, because the printer reports an error when its FIFO runs empty;
        ``printed_upto`` stops the printer as soon as it sees that ``index`` is printed. Until then a
        further trigger would print the blank.
        """
        self._numbers.check_last(index)
        self._check_held()
        self._hand_over(index + 1, "")
        self._numbers.end = index

    def printed_upto(self) -> int:
        """Return the number of the last record that it says it has printed to its end, 0 for none."""
        self._queue()
        end = self._numbers.end
        if end is not None and self._numbers.printed >= end:
            self.clear()
            self._numbers.finish(end)
        return self._numbers.printed

    def clear(self) -> None:
        """Stop the printer if it prints, and empty its FIFO."""
        if self._link.machine().state is MachineState.PRINTING:
            self._link.order(command("!ST"))
            if not self._link.comes(
                lambda: self._link.machine().state is not MachineState.PRINTING, self._action_timeout_s
            ):
                raise DeviceError(
                    say("{address} does not stop. Stop it at its display.", address=self._address)
                )
        self._link.comes(self._nothing_is_open, self._link.timeout_s)  # if not in time, that print stays open
        self._flush()

    def acknowledge(self) -> None:
        """Quit the error that the printer shows."""
        self._link.order(command("!EQ"))
        self._link.machine()

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        self._link.close()

    @property
    def _address(self) -> str:
        return self._link.address

    def _hand_over(self, index: int, text: str) -> None:
        """Write a record and see that the printer holds it; in doubt it is counted as handed over."""
        self._numbers.give(index)
        self._link.order(record(index, text))
        self._check_held()

    def _check_held(self) -> None:
        """See that the FIFO holds what was put and not begun. One record may be out of it, at the nozzle."""

        def held() -> bool:
            machine, queue = self._look()
            stopped = self._running and machine.state is not MachineState.PRINTING
            if stopped or machine.error in ERROR_WORDS:
                self._numbers.doubt()
                raise DeviceError(
                    say(
                        "{address} stopped after record {printed} ({reason}). A stop empties its buffer:"
                        " look at its display, empty the buffer, and go on with what was not printed.",
                        address=self._address,
                        printed=self._numbers.printed,
                        reason=error_words(machine.error) if machine.error else "print stop",
                    )
                )
            return queue.entries >= self._numbers.waiting - 1

        if not self._link.comes(held, self._link.timeout_s):
            self._numbers.doubt()
            raise DeviceError(
                say(
                    "{address} does not hold the records that it was given. Was it stopped? If it never took"
                    ' any: switch "Activate database" off, and give the job an EXTERN TEXT field number 1 in'
                    " mail mode.",
                    address=self._address,
                )
            )

    def _flush(self) -> None:
        self._numbers.doubt()
        self._link.order(command("!FF"))
        if not self._link.comes(lambda: self._queue().entries == 0, self._link.timeout_s):
            raise DeviceError(
                say("{address} does not empty its buffer. Empty it at its display.", address=self._address)
            )
        self._running = False
        self._numbers.empty(self._link.queue().started)

    def _nothing_is_open(self) -> bool:
        queue = self._queue()
        return queue.finished or not queue.started

    def _set_text(self, text: str) -> None:
        self._link.order(command(f"=ET{escaped(text)}"))
        self._link.machine()  # an echo of the setting comes before this answer, and is not taken for the next
        found = self._link.ask("ET")["ET"]
        if text not in {found, unescaped(found)}:
            raise DeviceError(
                say(
                    "{address} was given the text {expected} and has {found}.",
                    address=self._address,
                    expected=repr(text),
                    found=repr(found[:100]),
                )
            )

    def _queue(self) -> Queue:
        return self._numbers.learn(self._link.queue())

    def _look(self) -> tuple[Machine, Queue]:
        machine, queue = self._link.look()
        return machine, self._numbers.learn(queue)


def _check_fields(fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        if name != FIELD:
            raise InputError(
                say(
                    "A Leibinger printer has no field {found} that can be filled, only {known}.",
                    found=repr(name[:60]),
                    known=FIELD,
                )
            )
        check_text(name, text)
