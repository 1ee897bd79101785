"""Starts the program from a checkout: ``python -m desktop``, or ``python desktop`` from anywhere."""

import sys
from pathlib import Path

if __name__ == "__main__":
    if __spec__ is None or not __spec__.parent:
        # Started by its path: then Python looks for modules in this folder, not in the one above.
        sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from desktop.app import main

    sys.exit(main())
