"""Setting up: what is done the first time, the second time, and after something went wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from resources.setup.environment import STAMP, TO_CHECK, TO_START, UNFINISHED, Environment, Purpose, Stamp
from resources.setup.steps import SetupError, Steps, run_reporting
from resources.setup.system import SystemPart, install_missing, library

START = Purpose(())
CHECK = Purpose((), extras=("dev",))


class Recorded(Steps):
    """Steps that note the commands and carry out none but the making of a folder with a Python."""

    def __init__(self, failing: str = "") -> None:
        super().__init__(3)
        self.commands: list[list[str]] = []
        self._failing = failing

    def run(self, title: str, command: Sequence[str], *, cwd: Path | None = None) -> str:
        self.commands.append(list(command))
        if self._failing and self._failing in command:
            raise SetupError(f"{self._failing} failed")
        if "venv" in command:
            python = Environment(Path(command[-1]).parent, START).python
            python.parent.mkdir(parents=True)
            python.touch()
        return ""

    @property
    def programs(self) -> list[str]:
        """What was run, by name."""
        return [name for line in self.commands for name in ("venv", "pip", "apt-get") if name in line]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in which nothing is set up."""
    # The Python that Recorded makes is an empty file: it counts as one that runs while it is there.
    monkeypatch.setattr(Environment, "_usable", lambda self: self.python.exists())
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    return tmp_path


def test_the_first_time_makes_an_environment_and_installs_the_packages(root: Path) -> None:
    steps = Recorded()
    Environment(root, START).prepare(steps)
    assert steps.programs == ["venv", "pip"]
    assert steps.commands[-1][-2:] == ["--editable", "."]


def test_the_second_time_runs_nothing(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    steps = Recorded()
    assert Environment(root, START).steps_to_do == 0
    Environment(root, START).prepare(steps)
    assert steps.commands == []


def test_the_checks_add_their_packages_to_what_is_there(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    steps = Recorded()
    Environment(root, CHECK).prepare(steps)
    assert steps.programs == ["pip"]
    assert steps.commands[-1][-1] == ".[dev]"


def test_starting_after_the_checks_asks_nothing_of_pip(root: Path) -> None:
    Environment(root, CHECK).prepare(Recorded())
    steps = Recorded()
    Environment(root, Purpose((SystemPart("xcb", lambda: True),))).prepare(steps)
    assert steps.commands == []
    assert Environment(root, CHECK).steps_to_do == 0


def test_changed_dependencies_are_installed_into_the_same_environment(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    (root / "pyproject.toml").write_text("[project] # changed", encoding="utf-8")
    steps = Recorded()
    Environment(root, START).prepare(steps)
    assert steps.programs == ["pip"]


def test_changed_dependencies_are_installed_for_the_checks_too(root: Path) -> None:
    Environment(root, CHECK).prepare(Recorded())
    (root / "pyproject.toml").write_text("[project] # changed", encoding="utf-8")
    Environment(root, START).prepare(Recorded())
    assert Environment(root, CHECK).steps_to_do > 0


def test_an_environment_whose_making_was_cut_off_is_made_anew(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    (root / ".venv" / UNFINISHED).touch()
    (root / ".venv" / "rest").touch()
    steps = Recorded()
    Environment(root, START).prepare(steps)
    assert steps.programs == ["venv", "pip"]
    assert not (root / ".venv" / "rest").exists()
    assert Environment(root, START).steps_to_do == 0


def test_an_environment_without_its_python_is_made_anew(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    Environment(root, START).python.unlink()
    steps = Recorded()
    Environment(root, START).prepare(steps)
    assert steps.programs == ["venv", "pip"]


def test_a_program_killed_while_pip_runs_leaves_a_sign_of_it(root: Path) -> None:
    class Killed(Recorded):
        def run(self, title: str, command: Sequence[str], *, cwd: Path | None = None) -> str:
            if "pip" in command:
                raise KeyboardInterrupt
            return super().run(title, command, cwd=cwd)

    with pytest.raises(KeyboardInterrupt):
        Environment(root, START).prepare(Killed())
    assert (root / ".venv" / UNFINISHED).exists()


def test_a_network_that_fails_does_not_cost_the_environment_that_was_there(root: Path) -> None:
    Environment(root, START).prepare(Recorded())
    with pytest.raises(SetupError):
        Environment(root, CHECK).prepare(Recorded(failing="pip"))
    assert Environment(root, START).steps_to_do == 0
    assert Environment(root, CHECK).steps_to_do > 0


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"made_from": 1, "system": 2, "extras": 3}', "\x00"])
def test_a_damaged_stamp_fits_nothing(tmp_path: Path, content: str) -> None:
    stamp = tmp_path / STAMP
    stamp.write_text(content, encoding="utf-8")
    assert Stamp.read(stamp) == Stamp("")


def test_a_stamp_reads_as_it_was_written(tmp_path: Path) -> None:
    stamp = Stamp("abc", frozenset({"libgl1"}), frozenset({"dev"}))
    stamp.write(tmp_path / STAMP)
    assert Stamp.read(tmp_path / STAMP) == stamp


def test_a_real_environment_of_this_python_is_usable_and_a_broken_one_is_not(tmp_path: Path) -> None:
    environment = Environment(tmp_path, START)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.folder], check=True)
    assert not environment._usable()
    (site,) = environment.folder.rglob("site-packages")
    (site / "pip.py").touch()
    assert environment._usable()
    shutil.rmtree(environment.python.parent)
    assert not environment._usable()


absent = SystemPart("libabsent1", lambda: False)
present = SystemPart("libpresent1", lambda: True)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine whose programs and rights the test sets."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return monkeypatch


@pytest.mark.usefixtures("machine")
def test_root_installs_only_what_is_missing() -> None:
    steps = Recorded()
    install_missing((present, absent), steps)
    (command,) = steps.commands
    assert "libabsent1" in command
    assert "libpresent1" not in command


@pytest.mark.usefixtures("machine")
def test_apt_is_left_alone_where_nothing_is_missing() -> None:
    steps = Recorded()
    install_missing((present,), steps)
    assert steps.commands == []


@pytest.mark.parametrize(("has_sudo", "as_root"), [(True, "sudo sh -c"), (False, "su -c")])
def test_who_may_not_install_gets_the_one_line_to_run(
    machine: pytest.MonkeyPatch, has_sudo: bool, as_root: str
) -> None:
    machine.setattr(os, "geteuid", lambda: 1000, raising=False)
    machine.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if has_sudo or name != "sudo" else None)
    refused = subprocess.CompletedProcess[bytes]([], 1)
    machine.setattr(subprocess, "run", lambda *_, **__: refused)  # sudo would ask for a password
    with pytest.raises(SetupError, match=f"{as_root} 'apt-get update && apt-get install .* libabsent1'"):
        install_missing((absent,), Recorded())


def test_a_linux_without_apt_is_told_what_is_missing(machine: pytest.MonkeyPatch) -> None:
    machine.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SetupError, match=r"package manager(.|\n)*libabsent1"):
        install_missing((absent,), Recorded())


def test_a_library_that_does_not_exist_is_missing() -> None:
    assert not library("libabsent1", "libpackmark-has-none.so.1").present()


def test_the_checks_want_postgresql_and_starting_does_not() -> None:
    names = [{part.package for part in purpose.system} for purpose in (TO_START, TO_CHECK)]
    assert ["postgresql" in wanted for wanted in names] == [False, True]


def test_a_failed_program_shows_the_end_of_what_it_wrote(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('\\n'.join(f'line {n}' for n in range(1000))); sys.exit(3)"
    with pytest.raises(SetupError, match=r"line 999\n(.|\n)*ended with status 3") as caught:
        Steps(1).run("Trying", [sys.executable, "-c", script])
    assert "line 1\n" not in str(caught.value)
    assert "line" not in capfd.readouterr().out


def test_a_program_that_does_its_work_is_silent_and_timed(capfd: pytest.CaptureFixture[str]) -> None:
    assert Steps(1).run("Trying", [sys.executable, "-c", "print('noise')"]) == "noise"
    assert capfd.readouterr().out.startswith("[1/1] Trying ... ok (")


def test_trouble_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> int:
        raise SetupError("Run this line once.")

    assert run_reporting(main) == 1
    assert capsys.readouterr().err.strip() == "Run this line once."


def test_the_stamp_is_a_file_that_a_person_can_read(root: Path) -> None:
    Environment(root, CHECK).prepare(Recorded())
    assert json.loads((root / ".venv" / STAMP).read_text(encoding="utf-8"))["extras"] == ["dev"]
