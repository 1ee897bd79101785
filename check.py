"""Sets up and runs every check and test, quickest first: ``python3 check.py``.

Further arguments go to pytest: ``python3 check.py -k pallet -x``.
"""

import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 (this file is run by whatever Python the machine has)
    sys.exit("Packmark needs Python 3.11 or newer 需要 Python 3.11 或更高版本; this is " + sys.version)

from resources.setup.environment import TO_CHECK, Environment
from resources.setup.steps import SetupError, Steps, run_in_front, run_reporting

# import-linter has a command only, and commands hold the path of the folder they were installed in.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"

CHECKS = (
    ("Layout of the code 代码格式", ("-m", "ruff", "format", "--check", ".")),
    ("Rules of the code 代码规则", ("-m", "ruff", "check", ".")),
    ("Who may import whom 模块依赖", ("-c", LINT_IMPORTS)),
    ("Types 类型", ("-m", "mypy")),
)

SPREAD = ("--numprocesses=auto", "--dist=worksteal")
"""A process a core runs tests, each with a database server of its own; who is done takes from the others."""


def main() -> int:
    """Set up, run all checks even if one fails, and return 0 only if all passed."""
    root = Path(__file__).resolve().parent
    environment = Environment(root, TO_CHECK)
    steps = Steps(environment.steps_to_do + len(CHECKS) + 1)
    environment.prepare(steps)
    failed = []
    for title, arguments in CHECKS:
        try:
            steps.run(title, [str(environment.python), *arguments], cwd=root)
        except SetupError as trouble:
            failed.append(title)
            print(trouble, flush=True)
    steps.hand_over("Tests 测试")
    tests = run_in_front(
        [str(environment.python), "-m", "pytest", *SPREAD, *sys.argv[1:]],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    if failed:
        print(f"Failed besides the tests 另有未通过: {'; '.join(failed)}", flush=True)
    return 1 if tests or failed else 0


if __name__ == "__main__":
    sys.exit(run_reporting(main))
