"""The program as a process of its own, which may be killed at any moment; the line outlives it.

``python -m tests.line.desk_process URL FOLDER ORDER`` takes requests as JSON lines and answers each when it
is done and on the disk. ``RemoteDesk`` starts it, asks it, kills it, and starts it again.
"""

import contextlib
import json
import random
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.app import open_plant
from desktop.operations import line_plant
from desktop.operations.line_desk import LineDesk
from desktop.operations.line_floor import Action, Answer, What

LONGEST_LIFE_S = 0.06
"""A killed process dies so long after a request at the latest: while it works on it, or just after."""


class Died(Exception):  # noqa: N818 (nothing went wrong: it was killed)
    """The program is gone."""


class RemoteDesk:
    """The program in a process; implements ``desktop.operations.line_floor.Desk``.

    Args:
        url, folder: the plant's.
        order_id: of the order.
        kills: how often it is killed: half of the times while it prints, if there is that much to print.
        requests, prints: about so many requests and runs of print jobs will come; kills are spread over them.
        seed: of the moments of the kills.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        order_id: int,
        *,
        kills: int = 0,
        requests: int = 1,
        prints: int = 1,
        seed: int = 1,
    ) -> None:
        self._command = [sys.executable, "-m", "tests.line.desk_process", url, str(folder), str(order_id)]
        self._chance = random.Random(seed)
        printing = min(kills // 2, prints)
        self._deadly = set(self._chance.sample(range(1, requests + 1), kills - printing))
        self._deadly_prints = set(self._chance.sample(range(1, prints + 1), printing))
        self._asked = self._printed = 0
        self._event = 0
        self.deaths = 0
        self.done_before_death = 0
        self._start()

    def close(self) -> None:
        """End the program."""
        self._program.communicate()

    def act(self, action: Action) -> Answer:
        """Do something, and find out what became of it if the program died over it."""
        while True:
            try:
                told = self._ask("act", asdict(action))
            except Died:
                self._start()
                before, self._event = self._event, self._ask("last_event")
                if self._event > before:
                    self.done_before_death += 1
                    return Answer(self._event)
            else:
                answer = Answer(**told)
                self._event = answer.event
                return answer

    def print_labels(self, level: int, count: int) -> None:
        """Print; a program that died leaves codes of which nobody knows."""
        try:
            self._ask("print_labels", level, count)
        except Died:
            self._start()

    def unknown(self, level: int) -> Sequence[str]:
        """Ask which codes nobody knows of."""
        while True:
            try:
                return tuple(self._ask("unknown", level))
            except Died:
                self._start()

    def settle(self, level: int, last_good: str | None, missing: Sequence[str]) -> None:
        """Settle what is unknown, unless that was done before the program died."""
        try:
            self._ask("settle", level, last_good, list(missing))
        except Died:
            self._start()
            if self.unknown(level):
                self.settle(level, last_good, missing)

    def _start(self) -> None:
        self._program = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if not self._asked:
            self._event = self._ask("last_event")

    def _ask(self, what: str, *arguments: Any) -> Any:
        program = self._program
        assert program.stdin is not None
        assert program.stdout is not None
        self._asked += 1
        self._printed += what == "print_labels"
        if self._asked in self._deadly or (what == "print_labels" and self._printed in self._deadly_prints):
            threading.Timer(self._chance.uniform(0, LONGEST_LIFE_S), program.kill).start()
        try:
            program.stdin.write(json.dumps([what, *arguments]) + "\n")
            program.stdin.flush()
        except BrokenPipeError:
            answer = ""
        else:
            answer = program.stdout.readline()
        if not answer.endswith("\n"):
            with contextlib.suppress(BrokenPipeError):  # what was written and never read
                program.communicate()
            assert program.returncode < 0, "the program ended by itself"
            self.deaths += 1
            raise Died
        return json.loads(answer)


def serve(url: str, folder: Path, order_id: int) -> None:
    """Answer requests from the standard input until it ends."""
    with open_plant(url, folder) as plant, LineDesk(plant, order_id, line_plant.reviewer(plant)) as desk:
        for line in sys.stdin:
            what, *arguments = json.loads(line)
            if what == "act":
                (told,) = arguments
                answer = asdict(desk.act(Action(**{**told, "what": What(told["what"])})))
            else:
                answer = getattr(desk, what)(*arguments)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
