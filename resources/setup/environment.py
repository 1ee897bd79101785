"""The virtual environment in the checkout, made on first use and kept right afterwards.

A stamp in it says for what it was made. While that fits, nothing is asked of apt or pip, and starting
again costs a fraction of a second.
"""

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from resources.setup.steps import SetupError, Steps
from resources.setup.system import (
    CHINESE_FONT,
    CUPS,
    LIBDMTX,
    LPR,
    POPPLER,
    POSTGRESQL,
    QT_LIBRARIES,
    SCREEN_LIBRARIES,
    VIRTUAL_ENVIRONMENTS,
    SystemPart,
    install_missing,
)

STAMP = "packmark-stamp.json"
UNFINISHED = "packmark-unfinished"
"""Stands in the virtual environment while it is being changed: found later, the work was cut off."""


@dataclass(frozen=True)
class Purpose:
    """What an environment is for: the parts of the system it needs, and our optional dependencies."""

    system: tuple[SystemPart, ...]
    extras: tuple[str, ...] = ()


TO_START = Purpose((VIRTUAL_ENVIRONMENTS, CHINESE_FONT, *QT_LIBRARIES, *SCREEN_LIBRARIES))
TO_CHECK = Purpose(
    (VIRTUAL_ENVIRONMENTS, CHINESE_FONT, *QT_LIBRARIES, POPPLER, LIBDMTX, POSTGRESQL, CUPS, LPR),
    extras=("dev",),
)


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from, and which packages of the system and extras it has."""

    made_from: str
    system: frozenset[str] = field(default_factory=frozenset)
    extras: frozenset[str] = field(default_factory=frozenset)

    def fits(self, wanted: "Stamp") -> bool:
        """Tell whether nothing has to be done for ``wanted``."""
        return (
            self.made_from == wanted.made_from and self.system >= wanted.system and self.has_packages(wanted)
        )

    def has_packages(self, wanted: "Stamp") -> bool:
        """Tell whether pip has nothing to do for ``wanted``."""
        return self.made_from == wanted.made_from and self.extras >= wanted.extras

    def joined(self, other: "Stamp") -> "Stamp":
        """Return ``other`` with what this one has besides, where both were made from the same."""
        if self.made_from != other.made_from:
            return other
        return Stamp(other.made_from, self.system | other.system, self.extras | other.extras)

    def write(self, path: Path) -> None:
        """Write the stamp to ``path``."""
        content = {
            "made_from": self.made_from,
            "system": sorted(self.system),
            "extras": sorted(self.extras),
        }
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> "Stamp":
        """Read the stamp at ``path``; one that is absent or damaged fits nothing."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return Stamp(
                str(content["made_from"]), frozenset(content["system"]), frozenset(content["extras"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            return Stamp("")


@dataclass(frozen=True)
class Environment:
    """The virtual environment ``.venv`` of the checkout ``root``, for one purpose."""

    root: Path
    purpose: Purpose

    @property
    def folder(self) -> Path:
        """Where the virtual environment is."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own Python."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def steps_to_do(self) -> int:
        """How many steps ``prepare`` will take: none where everything is there."""
        return 0 if self._complete() else 3

    def prepare(self, steps: Steps) -> None:
        """Install and make whatever is missing.

        Raises:
            SetupError: something failed or is missing that this account may not install.
        """
        if self._complete():
            return
        parts = self.purpose.system if sys.platform == "linux" else (VIRTUAL_ENVIRONMENTS,)
        install_missing(parts, steps)
        self._make_folder(steps)
        self._install_packages(steps)
        self._stamp().joined(self._wanted()).write(self.folder / STAMP)

    def _complete(self) -> bool:
        return (
            self.python.exists()
            and not (self.folder / UNFINISHED).exists()
            and self._stamp().fits(self._wanted())
        )

    def _stamp(self) -> Stamp:
        return Stamp.read(self.folder / STAMP)

    def _wanted(self) -> Stamp:
        project = (self.root / "pyproject.toml").read_bytes()
        place = f"{sys.implementation.cache_tag} {platform.machine()} {self.root}"
        return Stamp(
            hashlib.sha256(project + place.encode()).hexdigest(),
            frozenset(part.package for part in self.purpose.system),
            frozenset(self.purpose.extras),
        )

    def _make_folder(self, steps: Steps) -> None:
        title = "Virtual environment 虚拟环境"
        unfinished = self.folder / UNFINISHED
        if not unfinished.exists() and self._usable():
            steps.pass_over(title)
            return
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        unfinished.touch()
        steps.run(title, [sys.executable, "-m", "venv", str(self.folder)])
        unfinished.unlink()

    def _install_packages(self, steps: Steps) -> None:
        title = "Packages 软件包"
        if self._stamp().has_packages(self._wanted()):
            steps.pass_over(title)
            return
        extras = f"[{','.join(self.purpose.extras)}]" if self.purpose.extras else ""
        pip = [str(self.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        unfinished = self.folder / UNFINISHED
        unfinished.touch()
        try:
            steps.run(title, [*pip, "--editable", f".{extras}"], cwd=self.root)
        except SetupError:
            # pip itself gave up (no network, say) and has left everything as it was.
            unfinished.unlink()
            raise
        unfinished.unlink()

    def _usable(self) -> bool:
        """Tell whether the environment's Python runs, is of our version, and has pip."""
        question = "import sys, pip; print(sys.implementation.cache_tag)"
        try:
            answer = subprocess.run(
                [str(self.python), "-c", question], capture_output=True, text=True, check=False
            )
        except OSError:
            return False
        return answer.returncode == 0 and answer.stdout.strip() == sys.implementation.cache_tag
