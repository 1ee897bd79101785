"""What one pack goes through in an action, as changes that can be taken back."""

from collections.abc import Iterable

from desktop.packing.model import LOOSE, Change, Pack, Place, PlaceChange, StateChange
from desktop.products.code_pool import CodeState


def read(pack: Pack) -> tuple[Change, ...]:
    """A label that was scanned was read back."""
    if pack.state is CodeState.PRINTED:
        return (StateChange(pack.id, CodeState.PRINTED, CodeState.VERIFIED),)
    return ()


def out(pack: Pack, state: CodeState) -> tuple[Change, ...]:
    """Take a pack from where it lies, into ``state``."""
    changes = read(pack)
    now = CodeState.VERIFIED if changes else pack.state
    if pack.place != LOOSE:
        changes += (PlaceChange(pack.id, pack.place, LOOSE),)
    if now is not state:
        changes += (StateChange(pack.id, now, state),)
    return changes


def all_out(packs: Iterable[Pack], state: CodeState) -> tuple[Change, ...]:
    """Take packs from where they lie, into ``state``."""
    return tuple(change for pack in packs for change in out(pack, state))


def into(pack: Pack, place: Place) -> tuple[Change, ...]:
    """Put a loose pack into a place of a parent."""
    return (
        *read(pack),
        PlaceChange(pack.id, LOOSE, place),
        StateChange(pack.id, CodeState.VERIFIED, CodeState.PACKED),
    )
