"""Random fault scripts on all five families of devices, with kill -9 among them.

For each: no code is whole on two labels or packs, what the journal calls printed is there, every other code
is available, void or unknown, and the sums balance; after a person has scanned the last good label of each
stop, printed is exactly what is there. ``python -m tests.benchmarks.fault_scripts 10000`` plays more of them.
"""

import sys

import pytest

from tests.faults.bench import Template
from tests.faults.scripts import FAMILIES, Script

SCRIPTS = 320
A_TEST = 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template.make(tmp_path_factory.mktemp("template"))


@pytest.mark.parametrize("first", range(0, SCRIPTS, A_TEST))
def test_no_script_of_faults_and_kills_doubles_or_loses_a_code(first: int, template: Template) -> None:
    for seed in range(first, first + A_TEST):
        script = Script.of(seed)
        try:
            script.play(template)
        except AssertionError as violation:
            raise AssertionError(f"{script}: {violation}") from violation


def test_the_scripts_try_every_family() -> None:
    assert {Script.of(seed).family for seed in range(SCRIPTS)} == set(FAMILIES)
