"""Words for what happened to packs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from desktop.packing.model import EventKind, PackFlag
from desktop.texts import Text, say

_EVENTS: Final[Mapping[EventKind, Text]] = MappingProxyType(
    {
        EventKind.COLLECTED: say("scanned into a tray"),
        EventKind.PACKED: say("pack filled"),
        EventKind.REMOVED: say("taken out of its pack"),
        EventKind.SAMPLED: say("taken as a sample"),
        EventKind.SCRAPPED: say("scrapped"),
        EventKind.TOPPED_UP: say("topped up"),
        EventKind.REPLACED: say("pack replaced"),
        EventKind.RELABELLED: say("label replaced"),
        EventKind.TAKEN_APART: say("taken apart"),
        EventKind.MOVED: say("moved to another pack"),
        EventKind.UNREADABLE: say("unreadable"),
        EventKind.TAKEN_BACK: say("taken back"),
        EventKind.SLIPPED: say("stopped, as labels had slipped"),
        EventKind.RESUMED: say("resumed after labels had slipped"),
    }
)

_FLAGS: Final[Mapping[PackFlag, Text]] = MappingProxyType(
    {
        PackFlag.NORMAL: say("full"),
        PackFlag.MIXED: say("mixed lots"),
        PackFlag.PARTIAL: say("partial"),
        PackFlag.BOTH: say("mixed lots, partial"),
    }
)


def event_name(kind: EventKind) -> Text:
    """Return the words for what happened."""
    return _EVENTS[kind]


def flag_name(flag: PackFlag) -> Text:
    """Return the words for how a pack was filled."""
    return _FLAGS[flag]
