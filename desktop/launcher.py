"""Starts the installed program.

In the wheel this file is ``packmark/__init__.py``, and our five folders lie beside it. An
installation so adds one name to site-packages, while every import reads as it does in the repository.
"""

import sys
from pathlib import Path


def main() -> int:
    """Put the folder that holds our packages first on the path and start the program."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from desktop.app import main as run  # noqa: PLC0415 (only importable from here on)

    return run()
