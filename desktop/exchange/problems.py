"""Everything that is wrong with one file, collected, so that it is put right in one go."""

from desktop.errors import InputError
from desktop.texts import Text, say, say_count

NAMED = 100
"""So many problems are told one by one; the rest is counted."""


class Problems:
    """The problems of the file ``name``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told: list[Text] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    @property
    def told(self) -> tuple[Text, ...]:
        """The problems that are worded, the first hundred."""
        return tuple(self._told)

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self._count

    @property
    def full(self) -> bool:
        """Tell whether further problems will only be counted, so that none needs to be worded."""
        return len(self._told) >= NAMED

    def add(self, problem: Text) -> None:
        """Take one problem."""
        self._count += 1
        if not self.full:
            self._told.append(problem)

    def count(self, number: int = 1) -> None:
        """Count problems that are not worded."""
        self._count += number

    def refuse_if_any(self) -> None:
        """Raise one ``InputError`` that names the problems, if there are any."""
        if self._count == 1 and self._told:
            raise InputError(say("{name}: {problem}", name=self._name, problem=self._told[0]))
        if self._count:
            details = list(self._told)
            if self._count > len(details):
                details.append(
                    say_count(
                        "... and {n} more problem.",
                        "... and {n} more problems.",
                        n=self._count - len(details),
                    )
                )
            raise InputError(
                say_count(
                    "{name} has {n} problem; nothing of it was taken.",
                    "{name} has {n} problems; nothing of it was taken.",
                    n=self._count,
                    name=self._name,
                ),
                details,
            )
