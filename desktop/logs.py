"""Where the program writes what only its makers read: one file that never grows past a few megabytes."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def write_to(file: Path) -> None:
    """Send the log of the whole program to ``file``; a folder that cannot be written turns it off.

    Codes and passwords are never logged by the rooms; SQL is not logged at all.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        # Without a log the program still does its work; the trouble shows again where files matter.
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
