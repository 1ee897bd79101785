"""Where commands speak: results to standard output, troubles to standard error, progress if watched."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

from desktop.errors import PackmarkError
from desktop.texts import Text, say

Result = Mapping[str, object]


@dataclass(slots=True)
class Console:
    """One command's voice.

    Attributes:
        language: "en" or "zh_CN".
        as_json: whether the result is one JSON object instead of sentences.
    """

    language: str
    as_json: bool
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    _line_open: bool = False
    _last_shown: float = 0.0

    def say(self, text: Text) -> None:
        """Tell a sentence, unless the result is wanted as JSON."""
        if not self.as_json:
            self.line(text.in_language(self.language))

    def line(self, text: str) -> None:
        """Write a line of a result meant for people."""
        if not self.as_json:
            self._end_progress()
            self.out.write(text + "\n")

    def result(self, result: Result) -> None:
        """Give the machine-readable result; only with ``--json``."""
        if self.as_json:
            self.out.write(json.dumps(result, ensure_ascii=False) + "\n")
            self.out.flush()

    def trouble(self, error: PackmarkError) -> None:
        """Tell what went wrong: one line, and one more for each of many wrong places."""
        self._end_progress()
        self.err.write(error.in_language(self.language) + "\n")

    def progress(self, text: Text) -> None:
        """Show how far long work is, at most five times a second, if a person watches."""
        if self.as_json or not self.err.isatty() or monotonic() - self._last_shown < 0.2:
            return
        self._last_shown = monotonic()
        self._line_open = True
        self.err.write("\r\x1b[K" + text.in_language(self.language))
        self.err.flush()

    def report(self, what: Text) -> Callable[[float], bool]:
        """Return what long work calls with the fraction done: it is shown, and nothing is cancelled."""

        def told(done: float) -> bool:
            self.progress(say("{file}: {percent} %", file=what, percent=round(done * 100)))
            return True

        return told

    def _end_progress(self) -> None:
        if self._line_open:
            self.err.write("\n")
            self._line_open = False
