"""Pictures of bars spoiled in every way at once: each is graded or refused, and no figure is lost."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.grading.linear import grade_linear
from desktop.grading.model import Edition
from tests.grading import distortions
from tests.grading.constructions import X_MM, Construction, linear_constructions
from tests.grading.synthetic import Picture

WHOLE = [one for one in linear_constructions() if not one.distorted]


def covered(picture: Picture, level: float, share: float) -> Picture:
    """Lay something even over a corner of a picture."""
    pixels = picture.reflectance.copy()
    height, width = pixels.shape
    pixels[: int(share * height), : int(share * width)] = level
    return Picture(pixels, picture.corners, picture.module_px)


@settings(max_examples=60, deadline=None)
@given(
    construction=st.sampled_from(WHOLE),
    px=st.sampled_from((2.5, 3.0, 4.7, 6.0, 8.8)),
    blur=st.floats(0.02, 0.7),
    noise=st.floats(0.0, 15.0),
    light=st.tuples(st.floats(-0.8, 0.8), st.floats(-0.5, 0.5)),
    cover=st.tuples(st.sampled_from((0.0, 50.0, 100.0)), st.floats(0.0, 1.0)),
)
def test_a_spoiled_picture_of_bars_is_graded_in_finite_figures_or_refused(
    construction: Construction,
    px: float,
    blur: float,
    noise: float,
    light: tuple[float, float],
    cover: tuple[float, float],
) -> None:
    drawn = distortions.shaded(distortions.blurred(construction.picture(px), blur * px), *light)
    picture = covered(distortions.noisy(drawn, noise), *cover)
    found = picture.found(construction.symbology, construction.identifier, construction.data)
    try:
        graded = grade_linear(picture.image(X_MM), found, Edition.GBT_14258_2003, None)
    except InputError:
        return
    values = [one.value for one in graded.parameters if one.value is not None]
    assert np.isfinite(values).all()
    assert all(np.isfinite(scan.profile).all() for scan in graded.scans)
