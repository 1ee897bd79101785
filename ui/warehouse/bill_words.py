"""What bills look like and why their fields are asked for, in words of the warehouse."""

from types import MappingProxyType
from typing import Final

from desktop.operations.bill_board import Holding
from desktop.packing.bills import PARTNER_ID, TRANSPORT, Bill, BillKind, BillState
from desktop.texts import Text, say, say_count
from ui.wording import Mark

STATES: Final = MappingProxyType(
    {
        BillState.OPEN: (Mark.RUNNING, say("Being scanned")),
        BillState.CLOSED: (Mark.DONE, say("Closed")),
    }
)
ICONS: Final = MappingProxyType(
    {
        BillKind.PRODUCE_IN: "goods-in",
        BillKind.RETURN_IN: "goods-returned",
        BillKind.ALLOCATE_IN: "goods-moved",
        BillKind.SALES_OUT: "goods-sold",
        BillKind.RETURN_OUT: "goods-back",
        BillKind.ALLOCATE_OUT: "goods-sent",
        BillKind.SAMPLE_OUT: "goods-sampled",
        BillKind.DESTROY_OUT: "goods-destroyed",
    }
)


def short_name(kind: BillKind) -> Text:
    """Return the name of a kind as it stands below the heading In or Out."""
    return {
        BillKind.PRODUCE_IN: say("From production"),
        BillKind.RETURN_IN: say("Returned to us"),
        BillKind.ALLOCATE_IN: say("From another site"),
        BillKind.SALES_OUT: say("Sale"),
        BillKind.RETURN_OUT: say("Return to the supplier"),
        BillKind.ALLOCATE_OUT: say("To another site"),
        BillKind.SAMPLE_OUT: say("Sampling"),
        BillKind.DESTROY_OUT: say("Destruction"),
    }[kind]


def meaning(kind: BillKind) -> Text:
    """Say what packs may go on a bill of a kind."""
    return {
        BillKind.PRODUCE_IN: say(
            "Largest packs whose relation is exported, scanned by somebody who did not pack them."
        ),
        BillKind.RETURN_IN: say("Packs that left this plant and come back."),
        BillKind.ALLOCATE_IN: say("Packs that were at another site of the company and come back."),
        BillKind.SALES_OUT: say("Packs that are in the warehouse and whose batch is released."),
        BillKind.RETURN_OUT: say("Packs that are in the warehouse and go back to who sent them."),
        BillKind.ALLOCATE_OUT: say(
            "Packs that are in the warehouse, whose batch is released, and that go to another site."
        ),
        BillKind.SAMPLE_OUT: say("Packs taken for testing, also out of a larger pack."),
        BillKind.DESTROY_OUT: say("Packs that are destroyed, also out of a larger pack."),
    }[kind]


def why(key: str, *, needed: bool) -> Text:
    """Say why a field of a bill is asked for."""
    if key in TRANSPORT:
        return say("Required for drugs under special control.") if needed else say("May stay empty.")
    return {
        "receipt_date": say("The day on which the goods come in."),
        "dispatch_date": say("The day on which the goods leave."),
        "upstream_shipper": say("Required: who sends the goods here."),
        "purchaser": say("Required: who gets the goods."),
        "return_reason": say("Required for returned goods."),
        "destroy_reason": say("Required for goods that are destroyed."),
        PARTNER_ID: say("Required: by this number the platform knows the other company."),
    }.get(key, say("May stay empty."))


def partner(bill: Bill) -> str:
    """Return the other company of a bill; empty where there is none."""
    return bill.get("purchaser") or bill.get("upstream_shipper")


def held(level: int, holding: Holding) -> Text | str:
    """Tell what a pack holds; nothing of a unit."""
    if level == 1:
        return ""
    units = say_count("{n} unit", "{n} units", n=holding.units)
    if holding.packs == holding.units:
        return units
    return say_count("{n} pack, {units}", "{n} packs, {units}", n=holding.packs, units=units)
