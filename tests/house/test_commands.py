"""README's two commands, as far as they can be tried without setting anything up."""

import os
import signal
import sys
from pathlib import Path

import pytest

import check
import start
from resources.setup.environment import Environment
from resources.setup.steps import SetupError, Steps, run_in_front


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What start.py and check.py run in front, on a machine where everything is set up."""
    commands: list[list[str]] = []

    def note(command: list[str], **_: object) -> int:
        commands.append(command[1:])
        return 0

    for program in (start, check):
        monkeypatch.setattr(program, "run_in_front", note)
    monkeypatch.setattr(Environment, "steps_to_do", 0)
    monkeypatch.setattr(Environment, "prepare", lambda self, steps: None)
    monkeypatch.setattr(sys, "argv", ["program", "--lang", "zh"])
    return commands


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_the_windows_open_where_there_is_a_screen(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, ":0")
    assert start.main() == 0
    assert started == [["-m", "desktop", "--sample", "--lang", "zh"]]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_the_demo_runs_where_there_is_no_screen(
    started: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert start.main() == 0
    assert started == [["-m", "desktop", "demo", "--out", "packmark-demo", "--lang", "zh"]]
    assert "There is no screen" in capsys.readouterr().out


def test_a_second_demo_takes_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    taken = []
    for _ in range(3):
        taken.append(start.unused_folder("demo"))
        Path(taken[-1]).mkdir()
    assert taken == ["demo", "demo-2", "demo-3"]


def test_a_failed_check_is_shown_and_fails_the_whole_but_the_tests_still_run(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: Steps, title: str, command: list[str], *, cwd: Path | None = None) -> str:
        if "mypy" in command:
            raise SetupError("one error in one file")
        return ""

    monkeypatch.setattr(Steps, "run", fail)
    assert check.main() == 1
    assert started == [["-m", "pytest", *check.SPREAD, "--lang", "zh"]]
    shown = capsys.readouterr().out
    assert "one error in one file" in shown
    assert shown.strip().endswith("Types 类型")


def test_all_checks_passing_is_exit_status_zero(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Steps, "run", lambda *_, **__: "")
    assert check.main() == 0
    assert len(started) == 1


def test_the_exit_status_of_the_program_in_front_is_ours() -> None:
    assert run_in_front([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C is no signal that one process can send")
def test_ctrl_c_leaves_the_program_in_front_the_time_to_end() -> None:
    script = (
        "import os, signal, time; os.kill(os.getppid(), signal.SIGINT); time.sleep(0.6); raise SystemExit(5)"
    )
    before = signal.getsignal(signal.SIGINT)
    assert run_in_front([sys.executable, "-c", script]) == 5
    assert signal.getsignal(signal.SIGINT) is before


def test_ci_runs_the_command_that_everybody_runs() -> None:
    script = Path(check.__file__).parent / ".ci" / "run"
    assert "exec python3 check.py" in script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
