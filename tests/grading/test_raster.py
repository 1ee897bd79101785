import numpy
import pytest

from desktop.grading.profiles import Extent, Processing, Profiles, scan
from desktop.grading.scan_paths import find_frame
from desktop.grading.strips import Strips
from tests.grading.constructions import Drawing, plain
from tests.grading.distortions import turned
from tests.grading.samples import LinearSample, linear_samples
from tests.grading.synthetic import Picture, Scene

BARE = Processing(flat_field=False)
PX = 5.0
NEAR = 4 * PX
LEVEL = 0.5
"""Points of reflectance; a turned picture's pixels are means over few points themselves."""


def scanned(sample: LinearSample, drawing: Drawing) -> tuple[Profiles, Strips]:
    """Return the profiles of a picture, and the strips that were drawn."""
    picture = drawing(sample.bars.scene(), PX)
    found = picture.found(sample.symbology, sample.identifier, sample.data)
    frame = find_frame(picture.reflectance, found)
    profiles = scan(picture.reflectance, frame, Extent(PX, 0.7 * PX, 8 * PX, 8 * PX), BARE)
    edges = sample.bars.edges()
    parts = (edges - edges[0]) / (edges[-1] - edges[0])
    places = profiles.first + parts * (profiles.last - profiles.first)
    levels = numpy.where(numpy.arange(len(edges) + 1) % 2 == 0, sample.bars.light, sample.bars.dark)
    return profiles, Strips(places[None], levels[None].astype(numpy.float64))


def turned_by(degrees: float) -> Drawing:
    def drawing(scene: Scene, px: float) -> Picture:
        return turned(scene, px, degrees, fine=6)

    return drawing


@pytest.mark.parametrize(
    "drawing",
    [plain, *(turned_by(degrees) for degrees in (3, 45, 90, 137))],
    ids=("0", "3", "45", "90", "137"),
)
def test_strips_laid_into_the_pixels_of_a_picture_show_what_its_scans_show(drawing: Drawing) -> None:
    profiles, strips = scanned(linear_samples()[0], drawing)
    numbers = numpy.array([4])
    raster = profiles.raster()
    assert raster is not None
    laid = raster.profiles(numbers, strips)
    read, drawn = profiles.elements(numpy.stack((profiles.plain[4], laid[0])), NEAR)
    assert read is not None
    assert drawn is not None
    off = drawn.edges - read.edges
    off -= numpy.polyval(numpy.polyfit(read.edges, off, 1), read.edges)
    assert numpy.abs(off).max() < 0.04 / profiles.step
    assert numpy.abs(drawn.levels - read.levels).max() < LEVEL
