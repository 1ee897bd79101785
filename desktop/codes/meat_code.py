"""Subject codes of the meat and vegetable tracing system (SB/T 10680-2012), numbers without a check digit.

Nine digits name a node of the trade (division and filing number), four more an operator at that node.
"""

from dataclasses import dataclass

from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, name_of
from desktop.codes.region import region_fault
from desktop.errors import InputError
from desktop.texts import Text, say

NODE_LENGTH = 9
OPERATOR_LENGTH = 13
ITSELF = "0000"
"""The operator's digits of a node that trades itself."""


@dataclass(frozen=True, slots=True)
class MeatSubjectCode:
    """One subject: a node (9 digits) or an operator at a node (13 digits)."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "MeatSubjectCode":
        """Read a code as typed: one space between node and operator is taken off.

        Raises:
            InputError: it has not 9 or 13 digits, or does not begin with a county.

        >>> MeatSubjectCode.parse("110101001 0000").value
        '1101010010000'
        """
        value = text.strip(OUTER_SPACE)
        if value[NODE_LENGTH : NODE_LENGTH + 1] == " ":
            value = value[:NODE_LENGTH] + value[NODE_LENGTH + 1 :]
        return cls(value)

    @property
    def region(self) -> str:
        """The county where the node is filed (GB/T 2260)."""
        return self.value[:6]

    @property
    def node(self) -> str:
        """The nine digits of the node."""
        return self.value[:NODE_LENGTH]

    @property
    def operator(self) -> str | None:
        """The operator's number at the node, None for a node."""
        return self.value[NODE_LENGTH:] or None

    @property
    def trades_itself(self) -> bool:
        """Whether a node stands here as an operator."""
        return self.operator == ITSELF

    def as_operator(self) -> "MeatSubjectCode":
        """The code of this node where it trades itself; an operator's code stays."""
        return MeatSubjectCode(self.node + (self.operator or ITSELF))


def _fault_of(value: str) -> Text | None:
    if not value:
        return say("No subject code was given: expected 9 digits (node) or 13 (operator).")
    index = first_foreign(value, DIGITS)
    if index is not None:
        return say(
            "Subject code: character {position} is {character}, only 0-9 are allowed.",
            position=index + 1,
            character=name_of(value[index]),
        )
    if len(value) not in {NODE_LENGTH, OPERATOR_LENGTH}:
        return say(
            "Subject code {code}: found {found} digits, expected 9 (node) or 13 (operator).",
            code=value,
            found=len(value),
        )
    return region_fault(value[:6])
