"""The installed program: one name in site-packages, every data file inside, started from anywhere."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import desktop

ROOT = Path(desktop.__file__).resolve().parent.parent
FOR_CHECKOUTS_ONLY = (ROOT / "resources" / "setup", ROOT / "resources" / "screens")
FOLDERS = ("desktop", "ui", "printers", "label_templates", "resources")


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """Run a program without what this checkout has put into the environment; return what it wrote."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty virtual environment into which only the wheel was installed."""
    home = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", "--without-pip", home], home)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        str(programs(home) / "python"),
    ]
    run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], home)
    return home


def programs(home: Path) -> Path:
    """Where a virtual environment keeps its programs."""
    return home / ("Scripts" if sys.platform == "win32" else "bin")


def site_packages(home: Path) -> Path:
    """Where a virtual environment keeps its packages."""
    return Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))


@pytest.fixture(scope="module")
def ready(installed: Path) -> Path:
    """The same environment with our dependencies in reach, without asking the network for them."""
    # A path file inside a folder that is itself only named in a path file is not read, so our editable
    # installation stays out of reach.
    ours = sysconfig.get_path("purelib")
    (site_packages(installed) / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
    return installed


def test_the_wheel_adds_one_name_to_site_packages(installed: Path) -> None:
    names = {entry.name for entry in site_packages(installed).iterdir()} - {"dependencies.pth"}
    assert names == {"packmark", f"packmark-{desktop.__version__}.dist-info"}


def test_every_file_of_the_rooms_is_in_the_wheel(wheel: Path) -> None:
    expected = {
        f"packmark/{path.relative_to(ROOT).as_posix()}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.parent not in FOR_CHECKOUTS_ONLY
    }
    with zipfile.ZipFile(wheel) as archive:
        found = set(archive.namelist())
    assert expected - found == {"packmark/desktop/launcher.py"}  # which is packmark/__init__.py there


def test_the_wheel_leaves_out_what_only_a_checkout_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert not [
            name for name in archive.namelist() if "/setup/" in name or "/screens/" in name or "tests" in name
        ]


def test_the_installed_program_starts_from_another_folder(ready: Path, tmp_path: Path) -> None:
    assert (
        run([programs(ready) / "packmark", "--version"], tmp_path).strip()
        == f"packmark {desktop.__version__}"
    )


def test_the_installed_program_reads_its_own_files(ready: Path, tmp_path: Path) -> None:
    question = (
        "import packmark, sys; sys.argv[1:] = ['--version']\ntry: packmark.main()\nexcept SystemExit: pass\n"
    )
    question += "import resources; print(resources.__file__); print(*resources.names('i18n/zh_CN', '.json'))"
    *_, file, catalogues = run([programs(ready) / "python", "-c", question], tmp_path).splitlines()
    assert Path(file).is_relative_to(site_packages(ready))
    assert catalogues.split()


def test_other_programs_of_the_same_environment_do_not_see_our_rooms(ready: Path, tmp_path: Path) -> None:
    question = f"from importlib.util import find_spec; print([n for n in {FOLDERS} if find_spec(n)])"
    assert run([programs(ready) / "python", "-c", question], tmp_path).strip() == "[]"


@pytest.mark.parametrize("start", ["-m desktop", "desktop", "desktop/__main__.py"])
def test_the_program_starts_from_a_checkout(start: str) -> None:
    assert (
        run([sys.executable, *start.split(), "--version"], ROOT).strip() == f"packmark {desktop.__version__}"
    )


def test_the_checkout_states_one_version() -> None:
    stated = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{desktop.__version__}"\n' in stated
