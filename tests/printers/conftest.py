"""What is not collected where its judge is missing."""

from tests.printers import zebrash

collect_ignore = [] if zebrash.is_there() else ["test_zebrash.py"]
