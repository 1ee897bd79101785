"""The overlay of error correction for QR Code (ISO/IEC 15415:2011, 7.8.3 and 7.8.4)."""

from desktop.grading.model import Edition
from desktop.grading.overlay import overlaid
from desktop.grading.qr_layout import carriers
from desktop.grading.qr_read import QrReading, unused_correction
from desktop.grading.sampling import Doubles


def qr_overlay(
    modulation: Doubles, reading: QrReading, edition: Edition, wrong: frozenset[int] = frozenset()
) -> float:
    """Grade modulation with error correction: ISO/IEC 15415:2011, 7.8.3 (MOD) and 7.8.4 (RM).

    Args:
        modulation: of each module of the symbol in percent, without its sign.
        reading: of the symbol.
        edition: whole grades, or decimals; these go down in steps of one tenth.
        wrong: code words whose modules count as 0 (RM; and MOD since 2024): those that were corrected.
    """
    layout = reading.layout
    blocks = [layout.block(number) for number in range(layout.blocks)]
    return overlaid(
        modulation,
        carriers(layout.version),
        blocks,
        lambda bad: unused_correction(bad, layout),
        edition,
        wrong,
    )
