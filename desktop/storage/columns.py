"""How values stand in columns: times, states of codes, keys and digits.

Times are whole microseconds since 1970 in UTC: eight bytes, exact, and in the right order on both
databases. States of codes are small numbers, as a plant has millions of codes.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, SmallInteger, String, TypeDecorator

from desktop.products.code_pool import CodeState

STATE_NUMBERS: dict[CodeState, int] = {
    CodeState.AVAILABLE: 1,
    CodeState.ALLOCATED: 2,
    CodeState.SENT: 3,
    CodeState.PRINTED: 4,
    CodeState.VERIFIED: 5,
    CodeState.SPOILED: 6,
    CodeState.SAMPLED: 7,
    CodeState.VOID: 8,
    CodeState.UNKNOWN: 9,
    CodeState.RETURNED: 10,
    CodeState.PACKED: 11,
}
"""How the state of a code is stored. Numbers are never given to another state."""

STATES_BY_NUMBER = {number: state for state, number in STATE_NUMBERS.items()}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware ``moment``."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(stored: int) -> datetime:
    """Return the time that ``stored`` microseconds since 1970 stand for, in UTC.

    >>> moment(micros(datetime(2026, 1, 31, 12, tzinfo=UTC))).isoformat()
    '2026-01-31T12:00:00+00:00'
    """
    return _EPOCH + stored * _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """A point in time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a time into its number."""
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn a number into its time."""
        return None if value is None else moment(value)


class State(TypeDecorator[CodeState]):
    """The state of a code."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: CodeState | None, dialect: Dialect) -> int | None:
        """Turn a state into its number."""
        return None if value is None else STATE_NUMBERS[value]

    def process_result_value(self, value: int | None, dialect: Dialect) -> CodeState | None:
        """Turn a number into its state."""
        return None if value is None else STATES_BY_NUMBER[value]


# SQLite numbers rows by itself only in a column declared INTEGER; it holds 64 bits there too.
Key = BigInteger().with_variant(Integer(), "sqlite")
# Byte order, so that PostgreSQL too finds a prefix through the index, whatever the server's language.
Digits = String(20).with_variant(String(20, collation="C"), "postgresql")
