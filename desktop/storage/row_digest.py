"""A digest of rows in the order of their ids, that can be read on in several transactions.

A run of hours leaves more rows than may be read while all other writers wait: what is there is digested
before the transaction that seals it, and only the few rows that came since are read within.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select

_AT_A_TIME: Final = 5000

as_json: Final[Callable[[object], str]] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes values as they go into a digest. Made once: millions of rows go through it."""


class RowDigest(ABC):
    """A digest of the rows of one owner behind ``after``.

    Attributes:
        owner: a job, a withdrawal or an order.
        after: id of the row before the first, 0 at the beginning.
    """

    def __init__(self, owner: int, after: int) -> None:
        self.owner = owner
        self.after = after
        self._hashed = sha256()
        self._rows = 0
        self._last = after

    def unread(self, connection: Connection) -> int:
        """Count the rows behind the last one."""
        rows = self._behind(self._last, None).order_by(None).subquery()
        return connection.scalar(select(func.count()).select_from(rows)) or 0

    def read_on(
        self, connection: Connection, through: int | None = None, tell: Callable[[int], object] | None = None
    ) -> None:
        """Digest the rows behind the last one, up to ``through`` or to the end.

        Args:
            connection: to read on.
            through: id of the last row; None: the newest.
            tell: called every few thousand rows with how many more were read; what it raises ends the work.
        """
        statement = self._behind(self._last, through).execution_options(yield_per=_AT_A_TIME)
        with connection.execute(statement) as result:
            for chunk in result.partitions(_AT_A_TIME):
                self._hashed.update(self._hashed_rows(chunk).encode())
                self._rows += len(chunk)
                self._last = chunk[-1].id
                if tell is not None:
                    tell(len(chunk))

    @abstractmethod
    def _behind(self, last: int, through: int | None) -> Select[*tuple[Any, ...]]:
        """Select the rows of the owner behind ``last``, in the order of their ids."""

    @abstractmethod
    def _hashed_rows(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> str:
        """Write rows as they go into the digest; the cut into chunks must not show in it."""
