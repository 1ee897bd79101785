"""The parts of the operating system that Packmark needs, how to see that they are there, and apt."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.setup.steps import SetupError, Steps


@dataclass(frozen=True)
class SystemPart:
    """Something of the operating system: its Debian package, and how to see that it is there."""

    package: str
    present: Callable[[], bool]


def library(package: str, file: str) -> SystemPart:
    """Describe a shared library, present when the dynamic linker finds ``file``."""

    def present() -> bool:
        try:
            ctypes.CDLL(file)
        except OSError:
            return False
        return True

    return SystemPart(package, present)


def _has_chinese_font() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    signs = ("wqy", "cjk", "droidsansfallback", "uming", "ukai", "sourcehan", "simsun")
    return any(
        sign in path.name.lower()
        for folder in folders
        for path in folder.rglob("*.[to]t[fc]")
        for sign in signs
    )


def _has_postgresql() -> bool:
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


_CUPS = tuple(map(Path, ("/usr/sbin/cupsd", "/usr/sbin/lpadmin", "/usr/lib/cups/backend/socket")))

VIRTUAL_ENVIRONMENTS = SystemPart(
    f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",
    lambda: importlib.util.find_spec("ensurepip") is not None,
)
CHINESE_FONT = SystemPart("fonts-wqy-microhei", _has_chinese_font)
POSTGRESQL = SystemPart("postgresql", _has_postgresql)
POPPLER = SystemPart("poppler-utils", lambda: shutil.which("pdftoppm") is not None)
"""Draws our PDFs for the tests, as an opinion that is not ours."""
CUPS = SystemPart("cups", lambda: all(path.exists() for path in _CUPS))
"""A print service, started by the tests as an ordinary user, to print plain labels through."""
LPR = SystemPart("cups-bsd", lambda: shutil.which("lpr") is not None)
LIBDMTX = library("libdmtx0b", "libdmtx.so.0")
"""Reads our DataMatrix symbols for the tests, as another such opinion."""

QT_LIBRARIES = (
    library("libglib2.0-0", "libgthread-2.0.so.0"),
    library("libgl1", "libGL.so.1"),
    library("libegl1", "libEGL.so.1"),
    library("libdbus-1-3", "libdbus-1.so.3"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libfreetype6", "libfreetype.so.6"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libx11-6", "libX11.so.6"),
    library("libbrotli1", "libbrotlidec.so.1"),
)
"""What Qt needs to draw at all (tried on a Debian 12 with nothing else on it)."""

SCREEN_LIBRARIES = (
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
    library("libxcb-xkb1", "libxcb-xkb.so.1"),
    library("libxcb-render-util0", "libxcb-render-util.so.0"),
    library("libxcb-image0", "libxcb-image.so.0"),
    library("libxcb-randr0", "libxcb-randr.so.0"),
    library("libxcb-sync1", "libxcb-sync.so.1"),
    library("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    library("libx11-xcb1", "libX11-xcb.so.1"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
)
"""What Qt needs beyond that to open windows on a screen."""


def install_missing(parts: Sequence[SystemPart], steps: Steps) -> None:
    """Install the ``parts`` that are not there, as one step.

    Raises:
        SetupError: apt failed, or this account may not install: then the text has the line to run.
    """
    title = "System libraries 系统组件"
    missing = [part.package for part in parts if not part.present()]
    if not missing:
        steps.pass_over(title)
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    rights = _rights_to_install()
    if rights is None:
        steps.begin(title)
        steps.end("missing 缺少组件")
        raise SetupError(_how_to_install(missing, install))
    script = 'apt-get update && exec "$@"'
    steps.run(f"{title} ({len(missing)})", [*rights, "sh", "-c", script, "sh", *install])


def _rights_to_install() -> list[str] | None:
    """Return what to put before apt-get, or None where there is no apt-get or no right to use it."""
    if not shutil.which("apt-get"):
        return None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ["env"]
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _how_to_install(missing: Sequence[str], install: Sequence[str]) -> str:
    if shutil.which("apt-get"):
        as_root = "sudo sh" if shutil.which("sudo") else "su"
        command = f"{as_root} -c 'apt-get update && {' '.join(install)}'"
        return f"Run this line once, then start again. 请先运行以下命令，然后重新启动：\n\n    {command}\n"
    return (
        "Install these with the system's package manager (names as in Debian), then start again."
        f" 请先安装以下系统组件：\n\n    {' '.join(missing)}\n"
    )
