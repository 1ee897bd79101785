"""What the parameters of print quality mean, and what to do about a bad one: for the people at the line.

A sentence each, without numbers: the limits stand in ``desktop.grading.thresholds``. What to do names what is
most often at fault with label printers; what one picture shows is another question.
"""

from desktop.grading.model import Name
from desktop.texts import Text, say


def meaning(name: str) -> Text:
    """Say what a parameter tells.

    Args:
        name: a ``Name``, or a segment of the fixed pattern (``LLS``, ``TTR`` ...).
    """
    names: dict[str, Text] = {
        Name.DECODE: say("Whether the symbol can be read by the rule of its own standard."),
        Name.EDGES: say("Whether exactly as many bars and spaces stand out as the symbol must have."),
        Name.SC: say("How much lighter the paper is than the print."),
        Name.RMIN: say("Whether the darkest bar is dark enough beside the lightest paper."),
        Name.RMAX: say("How much light the lightest place sends back."),
        Name.ECMIN: say("The step from light to dark at the weakest edge."),
        Name.MOD: say("How evenly light and dark parts stand out, narrow ones as well as wide ones."),
        Name.DEF: say("Spots in light parts and voids in dark ones."),
        Name.DEC: say("How exact the widths are: what is left for the reader's own error."),
        Name.QUIET_ZONE: say("Whether the blank space beside the symbol is wide enough and clean."),
        Name.RM: say("Modulation, where a module of the wrong colour counts as the worst."),
        Name.FPD: say("Whether the pattern by which a reader finds the symbol is whole."),
        Name.AG: say("The mean grade of all parts of the fixed pattern."),
        Name.ANU: say("Whether the symbol is stretched: modules wider in one direction."),
        Name.GNU: say("Whether the rows and columns of modules are straight and evenly apart."),
        Name.UEC: say("How much of the error correction is left for later damage."),
        Name.PRINT_GROWTH: say("By how much dark modules are larger (or smaller) than they should be."),
        Name.CU: say("How well the weakest data module stands out."),
        Name.CC: say("How much the light and dark modules of the mark differ."),
        Name.CM: say("How evenly the light and dark modules of the mark stand out."),
        Name.MR: say("How much light the mark sends back beside a calibrated white."),
        "Hbwg": say("By how much dark modules are wider (or narrower) than they should be."),
        "Vbwg": say("By how much dark modules are higher (or lower) than they should be."),
    }
    return names[name] if name in names else _segment(name)


def advice(name: str) -> Text:
    """Say what to do where a parameter has a bad grade.

    Args:
        name: a ``Name``, or a segment of the fixed pattern.
    """
    weak = say("Look at the marked module; change darkness or speed, or enlarge the symbol.")
    growth = say("Too large: lower the darkness. Too small: raise it, or lower the speed.")
    names: dict[str, Text] = {
        Name.DECODE: say("Do not use the label. Look for voids, smears and missing parts."),
        Name.EDGES: say("Look for voids through bars and smears between them; clean the print head."),
        Name.SC: say("Raise the darkness, or take a whiter stock or a blacker ribbon."),
        Name.RMIN: say("Raise the darkness, or take a ribbon that suits the stock."),
        Name.RMAX: say("Take a whiter stock without gloss; check the light of the scanner."),
        Name.ECMIN: say("Look at the marked edge; change darkness or speed, or enlarge the symbol."),
        Name.MOD: say(
            "Lower the speed, set the darkness so that narrow parts stay open, or enlarge the symbol."
        ),
        Name.DEF: say("Clean print head and roller; look for dust, ribbon creases and burnt dots."),
        Name.DEC: say("Set the darkness so that bars are neither too wide nor too narrow; check the scale."),
        Name.QUIET_ZONE: say("Move away what stands beside the symbol, or the symbol from the edge."),
        Name.RM: weak,
        Name.ANU: say("Check roller, speed and tension; calibrate the printer with a ruler card."),
        Name.GNU: say("See that the label is fed evenly, and that it lies flat when it is scanned."),
        Name.UEC: say(
            "Find the damaged modules in the picture; clean the print head, keep labels from rubbing."
        ),
        Name.PRINT_GROWTH: growth,
        "Hbwg": growth,
        "Vbwg": growth,
        Name.CU: weak,
        Name.CC: say("Mark with more energy, and light the part so that the mark stands out."),
        Name.CM: say("Mark all modules alike; check the focus and the energy of the marking."),
        Name.MR: say("Light the part better, and calibrate the exposure with a card."),
    }
    return names.get(
        name, say("Look for missing or filled modules in the marked part; clean the print head.")
    )


def _segment(name: str) -> Text:
    segments = {
        "LLS": say("Whether the solid line on the left is whole."),
        "BLS": say("Whether the solid line at the bottom is whole."),
        "LQZ": say("Whether the blank space on the left is clean."),
        "BQZ": say("Whether the blank space below is clean."),
        "TQZ": say("Whether the line beside the upper clock track is clean."),
        "RQZ": say("Whether the line beside the right clock track is clean."),
        "TCT": say("Whether the modules of the upper clock track are light and dark by turns."),
        "RCT": say("Whether the modules of the right clock track are light and dark by turns."),
        "TTR": say("Whether light and dark change above only where they should."),
        "RTR": say("Whether light and dark change on the right only where they should."),
    }
    of_qr = {
        "A1": say("Whether the finder pattern at the upper left is whole, with the light border around it."),
        "A2": say("Whether the finder pattern at the upper right is whole, with the light border around it."),
        "A3": say("Whether the finder pattern at the lower left is whole, with the light border around it."),
        "B1": say("Whether the modules of the timing row are light and dark by turns."),
        "B2": say("Whether the modules of the timing column are light and dark by turns."),
        "C": say("Whether the alignment patterns are whole."),
        "FormatInfo": say("Whether the format information (error correction level and mask) can be read."),
        "VersionInfo": say("Whether the version information (size of the symbol) can be read."),
    }
    if name in of_qr:
        return of_qr[name]
    # Larger symbols have these in each quadrant, such as ULQTTR.
    known = next((text for ending, text in segments.items() if name.endswith(ending)), None)
    return known if known is not None else say("Whether this part of the fixed pattern is whole.")
