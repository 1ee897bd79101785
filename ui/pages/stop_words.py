"""The words that lead a person through what a stop left unknown."""

from desktop.operations.stops import Left, Stop
from desktop.texts import Text, say
from ui.wording import clock, code_grouped, number


def heading(stop: Stop, count: int) -> Text:
    """Say which labels of which stop are open; ``count``: so many stops are."""
    if stop.left is Left.TO_NOBODY:
        return say("The reprint of label {number} was never answered.", number=number(stop.first))
    if count > 1:
        return say(
            "First of {count} stops to settle, {time}: {labels}.",
            count=count,
            time=clock(stop.since),
            labels=_labels(stop),
        )
    return say("To settle, of the stop at {time}: {labels}.", time=clock(stop.since), labels=_labels(stop))


def guidance(stop: Stop) -> Text:
    """Say what to do about them."""
    if stop.left is Left.TO_NOBODY:
        return say(
            "There may be two labels with {code}. Destroy every one of them, then say so.",
            code=code_grouped(stop.codes[0]),
        )
    by_scan = _by_scan(stop)
    if stop.left is Left.TO_A_RESUME:
        return say(
            "Press Resume first: then the device is asked what it printed. Only if it cannot tell any more, "
            "because it was switched off or emptied: {by_scan}",
            by_scan=by_scan,
        )
    return by_scan


def question(stop: Stop, place: int) -> Text:
    """Ask for the labels before the one that was scanned, which is the stop's label number ``place``."""
    last = stop.labels[place - 1].number
    if place == 1:
        return say("Is label {number} there and whole, too?", number=number(last))
    return say(
        "Are labels {first} to {last} all there and whole, too?", first=number(stop.first), last=number(last)
    )


def _labels(stop: Stop) -> Text:
    if stop.first == stop.last:
        return say("label {number}", number=number(stop.first))
    return say("labels {first} to {last}", first=number(stop.first), last=number(stop.last))


def _by_scan(stop: Stop) -> Text:
    one = stop.first == stop.last
    if not stop.before:
        if one:
            return say("Look for it: scan it if it is there and whole; if not, press “None came out”.")
        return say("Look for them: scan the last good one; if none is there, press “None came out”.")
    known = {"number": number(stop.before), "code": code_grouped(stop.before_code)}
    if one:
        return say(
            "Look for it: scan it if it is there and whole; if not, scan label {number}, {code}.", **known
        )
    return say(
        "Look for them: scan the last good one; if none is there, scan label {number}, {code}.", **known
    )
