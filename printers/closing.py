"""Things that a ``with`` block closes."""

from abc import abstractmethod
from types import TracebackType
from typing import Self


class Closing:
    """Gives its heirs a ``with`` block that ends with their ``close``."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Give free what is held. May be called twice."""
