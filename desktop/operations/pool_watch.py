"""When the pool runs low: the plant's thresholds, and how long the codes last at the present rate."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.changes import Changes, Kind
from desktop.errors import InputError
from desktop.operations.codes import PoolLevel, pool_levels
from desktop.operations.plant import Plant
from desktop.storage import products, thresholds, usage
from desktop.storage.usage import Use
from desktop.texts import Text, say

RATE_HOURS = 8
"""The present rate is that of the last so many hours: a shift."""

_LEAST_HOURS = 0.25
"""A line that has just begun says nothing yet; its first labels count as a quarter of an hour's."""

_MOST_HOURS = 10 * 365 * 24
"""What lasts longer than ten years has no end that anybody could plan with."""


@dataclass(frozen=True, slots=True)
class PoolOutlook:
    """One product and level with its rate of use."""

    pool: PoolLevel
    per_hour: float | None
    """Codes that left for a printer, in one hour; None: none did of late."""
    lasts_until: datetime | None
    sentence: Text | None
    """The alarm; None: there are enough."""


def set_threshold(plant: Plant, product_id: int, level: int, count: int | None) -> Changes:
    """Want an alarm when fewer than ``count`` codes are available; None: no alarm.

    Raises:
        InputError: the count is not positive, or there is no such product or level.
    """
    if count is not None and count < 1:
        raise InputError(say("An alarm below {count} codes: expected one or more.", count=count))
    with plant.store.change(plant.actor, "codes.alarm", "pool") as change:
        product = products.get(change.connection, product_id).product
        if level not in {one.level for one in product.levels}:
            raise InputError(say("{product} has no pack level {level}.", product=product.name, level=level))
        before = thresholds.all_least(change.connection).get((product_id, level))
        thresholds.set_least(change, product_id, level, count)
        change.subject = f"{product.type_no} level {level}"
        change.old = {"least": before}
        change.new = {"least": count}
    return Changes.of(Kind.CODES)


def outlook(plant: Plant) -> tuple[PoolOutlook, ...]:
    """Return every product and level with its rate, until when its codes last, and the alarm if it is low."""
    now = plant.clock.now()
    with plant.store.read() as connection:
        used = usage.used_since(connection, now - timedelta(hours=RATE_HOURS))
    return tuple(_outlook(pool, used.get((pool.product_id, pool.level)), now) for pool in pool_levels(plant))


def _outlook(pool: PoolLevel, use: Use | None, now: datetime) -> PoolOutlook:
    per_hour = lasts_until = None
    if use is not None:
        hours = max(_LEAST_HOURS, (now - use.first_at) / timedelta(hours=1))
        per_hour = use.count / hours
        left = pool.counts.available / per_hour
        lasts_until = now + timedelta(hours=left) if left < _MOST_HOURS else None
    return PoolOutlook(pool, per_hour, lasts_until, _alarm(pool, lasts_until) if pool.low else None)


def _alarm(pool: PoolLevel, lasts_until: datetime | None) -> Text:
    if lasts_until is None:
        return say(
            "{product}, level {level}: {available} codes are left, fewer than {least}. Order new codes.",
            product=pool.product,
            level=pool.level,
            available=pool.counts.available,
            least=pool.threshold,
        )
    return say(
        "{product}, level {level}: {available} codes are left, fewer than {least}; at the present rate they "
        "last until {until}. Order new codes.",
        product=pool.product,
        level=pool.level,
        available=pool.counts.available,
        least=pool.threshold,
        until=f"{lasts_until:%Y-%m-%d %H:%M} UTC",
    )
