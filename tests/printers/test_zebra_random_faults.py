"""The driver under faults that come as they like: what it calls printed is printed, and nothing is twice."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import DeviceError
from printers.emulators.zebra import ZebraEmulator
from tests.printers.test_zebra_emulator import code, connect, printed, send

COUNTED = (
    "media_out_after",
    "head_open_after",
    "ribbon_out_after",
    "pause_after",
    "over_temperature_after",
    "power_cycle_after",
    "drop_connection_after_labels",
)
STATES = ("media_out", "head_open", "ribbon_out", "pause", "over_temperature")
LABELS = 20
GIVEN_UP_S = 20.0

faults = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.integers(0, 12) for name in COUNTED},
        "drop_connection_after_bytes": st.integers(0, 20_000),
        "power_cycle_after_bytes": st.integers(0, 20_000),
        "partial_label": st.booleans(),
        "split_replies": st.booleans(),
        "merge_replies": st.sampled_from([0.0, 0.002]),
        "slow_reader": st.sampled_from([0.0, 0.0002]),
        "cable_pulled": st.sampled_from([0.0, 0.01]),
        "silent_in_fault": st.booleans(),
        "mute_in_fault": st.booleans(),
    },
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(faults)
def test_what_is_confirmed_is_on_paper_and_no_code_is_there_twice(script: dict[str, float]) -> None:
    with ZebraEmulator() as emulator:
        for name, value in script.items():
            setattr(emulator.faults, name, value)
        confirmed = run(emulator)
        on_paper = printed(emulator)
        assert len(on_paper) == len(set(on_paper)) == emulator.odometer
        assert len(confirmed) == len(set(confirmed))
        assert set(confirmed) <= set(on_paper)
        assert set(on_paper) - set(confirmed) <= set(map(code, range(LABELS)))


def run(emulator: ZebraEmulator) -> list[str]:
    """Send each code once, whatever happens; return what was confirmed. Somebody mends every fault."""
    confirmed: list[str] = []
    rest = list(range(LABELS))
    begun = time.monotonic()
    while rest:
        assert time.monotonic() - begun < GIVEN_UP_S, "it hangs"
        try:
            with connect(emulator, timeout_s=1.0) as printer:
                while rest:
                    send(printer, rest.pop(0))
                    confirmed += printer.confirmed(0.005)
                    for state in STATES:
                        setattr(emulator.faults, state, False)
                while latest := printer.confirmed(0.05):
                    confirmed += latest
        except DeviceError:
            for state in STATES:
                setattr(emulator.faults, state, False)
    return confirmed
