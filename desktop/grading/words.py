"""What the parameters are called: in plain words for people, by the truth tables' names for machines."""

from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.model import Name
from desktop.grading.qr_fixed_pattern import FORMAT, VERSION
from desktop.texts import Text, say

LINEAR_KEYS = {
    Name.SC: "symbol_contrast",
    Name.MOD: "modulation",
    Name.DEF: "defects",
    Name.DEC: "decodability",
}
"""By which names the tables of linear symbols call them."""


def title(name: str) -> Text:
    """Return what a person calls a parameter; a segment of the fixed pattern keeps its short name."""
    titles = {
        Name.DECODE: say("decode"),
        Name.EDGES: say("edge determination"),
        Name.SC: say("symbol contrast"),
        Name.RMIN: say("minimum reflectance"),
        Name.RMAX: say("maximum reflectance"),
        Name.ECMIN: say("minimum edge contrast"),
        Name.MOD: say("modulation"),
        Name.DEF: say("defects"),
        Name.DEC: say("decodability"),
        Name.QUIET_ZONE: say("quiet zones"),
        Name.RM: say("reflectance margin"),
        Name.FPD: say("fixed pattern damage"),
        Name.AG: say("average grade of the fixed pattern"),
        Name.ANU: say("axial nonuniformity"),
        Name.GNU: say("grid nonuniformity"),
        Name.UEC: say("unused error correction"),
        Name.PRINT_GROWTH: say("print growth"),
        ACROSS: say("horizontal print growth"),
        DOWN: say("vertical print growth"),
        Name.CU: say("contrast uniformity"),
        Name.CC: say("cell contrast"),
        Name.CM: say("cell modulation"),
        Name.MR: say("minimum reflectance of the mark"),
        FORMAT: say("format information"),
        VERSION: say("version information"),
    }
    known = next((text for known, text in titles.items() if known == name), None)
    return known if known is not None else say("fixed pattern, segment {name}", name=name)
