"""What a command says while it works."""

import io

from desktop.cli.console import Console
from desktop.texts import ENGLISH, say


class Terminal(io.StringIO):
    """Standard error with a person in front of it."""

    def isatty(self) -> bool:
        return True


def test_long_work_is_shown_to_who_watches_and_never_cancelled() -> None:
    watched = Terminal()
    console = Console(language=ENGLISH, as_json=False, out=io.StringIO(), err=watched)
    assert console.report(say("Exported"))(0.5)
    assert watched.getvalue().endswith("Exported: 50 %")


def test_long_work_is_not_shown_in_a_file() -> None:
    kept = io.StringIO()
    console = Console(language=ENGLISH, as_json=False, out=io.StringIO(), err=kept)
    assert console.report(say("Exported"))(0.5)
    assert kept.getvalue() == ""
