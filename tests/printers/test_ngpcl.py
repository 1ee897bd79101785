"""The Markem-Imaje driver against written exchanges: these very bytes, in this order."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import Ability, Coder, CoderState
from desktop.errors import DeviceError, InputError, PackmarkError, Refused
from printers.markem.coder import NgpclCoder
from tests.printers.scripted import ScriptedTransport, scripted

JOB = "Bundy 15 Month.job"
ASK_JOB = b"{~JR|}"
HAS_JOB = (ASK_JOB, b"{~JN0|Bundy 15 Month.job|}\r\n")
STOPPED = (b"{~DR|}", b"{~DS0|0|0|0|0|0|2|0|000000000|11|1|}")
PRINTING = (b"{~DR|}", b"{~DS0|0|1|0|0|0|2|0|000000000|06|1|}")
ATTENTION = (b"{~DR|}", b"{~DS0|0|0|0|1|0|2|0|000000000|05|1|}")


def reads(name: str, value: str) -> tuple[bytes, bytes]:
    return f"{{~FR|{name}|}}".encode(), f"{{~FC0|{name}|{value}|}}\r\n".encode()


def writes(name: str, value: str) -> tuple[bytes, bytes]:
    return f"{{~JU0||0|{name}|{value}|}}".encode(), b"{~JU0|}\r\n"


def coder_of(transport: ScriptedTransport, *record_fields: str) -> NgpclCoder:
    return NgpclCoder(transport, record_fields, answer_timeout_s=0.01)


def test_it_says_what_it_can_do_and_is_a_coder() -> None:
    with scripted() as script:
        coder: Coder = coder_of(script)
        assert coder.abilities == {Ability.SINGLE_SLOT, Ability.READ_BACK}
        assert coder.identify() == ""


def test_a_printing_coder_is_running_and_names_its_job() -> None:
    with scripted(PRINTING, HAS_JOB) as script:
        status = coder_of(script).status()
    assert (status.state, status.job, status.faults) == (CoderState.RUNNING, JOB, ())


def test_a_fault_is_told_in_words() -> None:
    with scripted(ATTENTION, (ASK_JOB, b"{~JN0||}")) as script:
        status = coder_of(script).status()
    assert (status.state, status.job) == (CoderState.FAULT, "")
    assert "needs attention" in status.faults[0].text


def test_a_job_is_selected_and_its_fields_are_written_and_read_back() -> None:
    with scripted(
        (ASK_JOB, b"{~JN0|9 Months.job|}"),
        STOPPED,
        HAS_JOB,
        (b"{~JS0|Bundy 15 Month.job|0|}", b"{~JS0|}"),
        HAS_JOB,
        reads("Batch1", ""),
        reads("Batch", "OLD"),
        STOPPED,
        HAS_JOB,
        (b"{~JU0||0|Batch1|T0067|Batch|TBUNDRC-51|}", b"{~JU0|}"),
        reads("Batch1", "T0067"),
        reads("Batch", "TBUNDRC-51"),
        reads("Batch1", "T0067"),
        reads("Batch", "TBUNDRC-51"),
    ) as script:
        coder = coder_of(script)
        coder.select(JOB, {"Batch1": "T0067", "Batch": "TBUNDRC-51"})
        assert coder.read_back() == {"Batch1": "T0067", "Batch": "TBUNDRC-51"}


def test_what_is_selected_already_is_joined_without_a_change_even_while_it_prints() -> None:
    with scripted(HAS_JOB, reads("LOT", "A1"), PRINTING, HAS_JOB) as script:
        coder = coder_of(script)
        coder.select(JOB, {"LOT": "A1"})
        assert coder.status().state is CoderState.RUNNING


@pytest.mark.parametrize("state", [PRINTING, ATTENTION])
def test_no_job_is_changed_before_the_coder_is_stopped(state: tuple[bytes, bytes]) -> None:
    with (
        scripted((ASK_JOB, b"{~JN0|other|}"), state, (ASK_JOB, b"{~JN0|other|}")) as script,
        pytest.raises(Refused, match="is not stopped"),
    ):
        coder_of(script).select(JOB, {})


def test_no_shared_field_is_changed_while_it_prints() -> None:
    with (
        scripted(HAS_JOB, reads("LOT", "OLD"), PRINTING, HAS_JOB) as script,
        pytest.raises(Refused, match="is not stopped"),
    ):
        coder_of(script).select(JOB, {"LOT": "NEW"})


def test_a_job_that_the_coder_does_not_have_is_told() -> None:
    none = (ASK_JOB, b"{~JN0||}")
    with (
        scripted(none, STOPPED, none, (b"{~JS0|missing|0|}", b"{~JS1|}")) as script,
        pytest.raises(InputError, match="does not select job 'missing'"),
    ):
        coder_of(script).select("missing", {})


def test_a_job_that_is_accepted_but_not_selected_is_told() -> None:
    none = (ASK_JOB, b"{~JN0||}")
    with (
        scripted(none, STOPPED, none, (b"{~JS0|Bundy 15 Month.job|0|}", b"{~JS0|}"), none) as script,
        pytest.raises(DeviceError, match="has job '' selected where 'Bundy"),
    ):
        coder_of(script).select(JOB, {})


def test_a_field_that_the_job_does_not_have_is_told_and_nothing_is_written() -> None:
    with (
        scripted(HAS_JOB, (b"{~FR|Missing|}", b"{~FC1|}")) as script,
        pytest.raises(InputError, match="has no field 'Missing'"),
    ):
        coder_of(script).select(JOB, {"Missing": "1"})


def test_a_record_is_written_read_back_and_stands_until_the_next() -> None:
    with scripted(
        HAS_JOB,
        HAS_JOB,
        reads("SN", "0000"),
        writes("SN", "0001"),
        reads("SN", "0001"),
        HAS_JOB,
        HAS_JOB,
        writes("SN", "0002"),
        reads("SN", "0002"),
        HAS_JOB,
    ) as script:
        coder = coder_of(script)
        coder.select(JOB, {})
        assert coder.room() == 1
        coder.put(1, {"SN": "0001"})
        assert coder.room() == 0
        coder.put(2, {"SN": "0002"})


def test_a_record_that_reads_back_otherwise_is_not_taken_and_may_be_put_again() -> None:
    again = (HAS_JOB, writes("SN", "00001"), reads("SN", "0000"))
    with scripted(HAS_JOB, *again, *again) as script:
        coder = coder_of(script, "SN")
        coder.select(JOB, {})
        for _ in range(2):
            with pytest.raises(DeviceError, match="given '00001' for field 'SN' and reads '0000'"):
                coder.put(7, {"SN": "00001"})
        assert coder.room() == 0


def test_a_record_is_not_put_into_a_job_that_was_chosen_at_the_display_meanwhile() -> None:
    with scripted(HAS_JOB, (ASK_JOB, b"{~JN0|other|}")) as script:
        coder = coder_of(script, "SN")
        coder.select(JOB, {})
        with pytest.raises(DeviceError, match="has job 'other' selected"):
            coder.put(1, {"SN": "1"})
        with pytest.raises(Refused, match="No job is selected"):
            coder.put(1, {"SN": "1"})


PUT_5 = (HAS_JOB, writes("SN", "5"), reads("SN", "5"), HAS_JOB)


def test_the_same_record_may_be_put_again_but_none_out_of_order() -> None:
    with scripted(HAS_JOB, *PUT_5, *PUT_5) as script:
        coder = coder_of(script, "SN")
        coder.select(JOB, {})
        coder.put(5, {"SN": "5"})
        coder.put(5, {"SN": "5"})
        for index, value in ((5, "6"), (7, "7"), (4, "4")):
            with pytest.raises(Refused, match=f"Record {index} does not follow record 5"):
                coder.put(index, {"SN": value})


def test_clearing_empties_the_record_and_reads_that_back() -> None:
    with scripted(HAS_JOB, *PUT_5, HAS_JOB, (b"{~JU0||0|SN||}", b"{~JU0|}"), reads("SN", "")) as script:
        coder = coder_of(script, "SN")
        coder.select(JOB, {})
        coder.put(5, {"SN": "5"})
        coder.clear()
        assert coder.room() == 1


def test_a_record_that_does_not_go_away_is_told() -> None:
    with scripted(HAS_JOB, HAS_JOB, (b"{~JU0||0|SN||}", b"{~JU0|}"), reads("SN", "5")) as script:
        coder = coder_of(script, "SN")
        coder.select(JOB, {})
        with pytest.raises(DeviceError, match="reads '5'"):
            coder.clear()


def test_a_record_whose_fields_are_not_known_is_not_said_to_be_cleared() -> None:
    with scripted(HAS_JOB) as script:
        coder = coder_of(script)
        coder.select(JOB, {})
        with pytest.raises(Refused, match="is not known"):
            coder.clear()


@pytest.mark.parametrize(
    "ask",
    [
        NgpclCoder.list_jobs,
        lambda coder: coder.job_fields(JOB),
        NgpclCoder.printed_upto,
        NgpclCoder.acknowledge,
        NgpclCoder.read_back,
        NgpclCoder.clear,
    ],
)
def test_what_it_cannot_tell_or_do_is_refused_and_nothing_is_sent(
    ask: Callable[[NgpclCoder], object],
) -> None:
    with scripted() as script, pytest.raises(Refused):
        ask(coder_of(script))


def test_start_and_stop_are_pressed_at_the_display_and_then_seen() -> None:
    with scripted(STOPPED, HAS_JOB, PRINTING, HAS_JOB, PRINTING, HAS_JOB, STOPPED, HAS_JOB) as script:
        coder = coder_of(script)
        with pytest.raises(Refused, match="start it at its display"):
            coder.start()
        coder.start()
        with pytest.raises(Refused, match="stop it at its display"):
            coder.stop()
        coder.stop()


@pytest.mark.parametrize("fields", [{"SN": "a|b"}, {"S{N": "1"}, {"": "1"}, {"OK": "1", "SN": "\x1d"}, {}])
def test_a_record_that_cannot_be_carried_is_refused_before_anything_is_sent(fields: dict[str, str]) -> None:
    with scripted(HAS_JOB) as script:
        coder = coder_of(script)
        coder.select(JOB, {})
        with pytest.raises(InputError):
            coder.put(1, fields)


@pytest.mark.parametrize(("job", "fields"), [("", {}), ("a~b", {}), ("作业", {}), (JOB, {"LOT": "批"})])
def test_a_job_that_cannot_be_carried_is_refused_before_anything_is_sent(
    job: str, fields: dict[str, str]
) -> None:
    with scripted() as script, pytest.raises(InputError):
        coder_of(script).select(job, fields)


def test_a_question_that_is_not_understood_is_told_and_the_next_may_be() -> None:
    with scripted((ASK_JOB, b"{~NK1|}"), HAS_JOB) as script:
        coder = coder_of(script)
        with pytest.raises(DeviceError, match=r"refused \{~JR\|\}"):
            coder.select(JOB, {})
        coder.select(JOB, {})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"", "did not answer {~JR|}"),
        (b"{~JN0|half", "as no Markem-Imaje coder"),
        (b"HTTP/1.1 400 Bad Request\r\n", "as no Markem-Imaje coder"),
        (b"{~FC0|SN|1|}", "as no Markem-Imaje coder"),
        (b"{~JN0|a|}{~JN0|a|}", "as no Markem-Imaje coder"),
        (b"{~JN0|a|b|}", "as no Markem-Imaje coder"),
        (ASK_JOB, "as no Markem-Imaje coder"),
    ],
)
def test_after_silence_or_nonsense_the_connection_is_given_up(answer: bytes, told: str) -> None:
    with scripted((ASK_JOB, answer)) as script:
        coder = coder_of(script)
        with pytest.raises(DeviceError, match=told.replace("|", r"\|")):
            coder.select(JOB, {})
        assert script.closed
        with pytest.raises(DeviceError, match="is closed"):
            coder.status()


def test_the_answer_of_another_field_is_not_taken_for_the_one_asked() -> None:
    with (
        scripted(HAS_JOB, (b"{~FR|LOT|}", b"{~FC0|SN|1|}")) as script,
        pytest.raises(DeviceError, match="as no Markem-Imaje coder"),
    ):
        coder_of(script).select(JOB, {"LOT": "1"})
    assert script.closed


def test_a_late_answer_is_not_taken_for_that_of_the_next_question() -> None:
    with scripted(HAS_JOB) as script:
        coder = coder_of(script)
        coder.select(JOB, {})
        script.incoming.append(b"{~DS0|0|1|0|0|0|2|0|000000000|06|1|}")
        with pytest.raises(DeviceError, match="as no Markem-Imaje coder"):
            coder.status()


class HostileTransport:
    """Answers anything to anything."""

    address = "hostile"

    def __init__(self, answers: list[list[bytes]]) -> None:
        self.answers = answers
        self.incoming: list[bytes] = []

    def write(self, data: bytes, timeout_s: float = 1.0) -> None:
        self.incoming += self.answers.pop(0) if self.answers else []

    def read_some(self, timeout_s: float) -> bytes:
        return self.incoming.pop(0) if self.incoming else b""

    def close(self) -> None:
        pass


ANSWERS = st.sampled_from(
    [HAS_JOB[1], STOPPED[1], PRINTING[1], b"{~JS0|}", b"{~JU0|}", b"{~JS1|}", b"{~FC1|}", b"{~FC0|SN|5|}"]
)


@settings(max_examples=200)
@given(st.lists(st.lists(ANSWERS | st.binary(max_size=20), min_size=1, max_size=2), max_size=12))
def test_whatever_is_answered_ends_in_a_sentence_or_in_a_record_that_was_read_back(
    answers: list[list[bytes]],
) -> None:
    transport = HostileTransport([list(pieces) for pieces in answers])
    coder = NgpclCoder(transport, ["SN"], answer_timeout_s=0.01)
    try:
        coder.status()
        coder.select(JOB, {})
        coder.put(1, {"SN": "5"})
    except PackmarkError:
        return
    assert reads("SN", "5")[1].strip() in b"".join(piece for pieces in answers for piece in pieces)
