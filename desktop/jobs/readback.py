"""Pairs the camera's pictures with the labels that were printed, and compares them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop.devices import Camera, Picture
from desktop.errors import DeviceError, InputError
from desktop.jobs.flight import SentLabel
from desktop.jobs.verify import LabelVerifier, Verdict
from desktop.products.job import JobCode
from desktop.texts import Text, say

OnPicture = Callable[[Picture, str], None]
"""Called with each label's picture and its code, on the thread that runs the job."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A printed label whose picture has not come yet."""

    place: int
    """Which of the labels since the start it is, from 1: its picture is numbered so much above the start."""
    label: SentLabel
    since: float | None
    """When the device said that it is printed; None if it does not say."""


class ReadBack:
    """The printed labels between the printer's answer and the camera's picture, oldest first.

    A picture belongs to a label by its number, which is the printer's odometer, and never by luck: a
    picture that was lost or is one too many is noticed before any label is taken for another.
    """

    def __init__(
        self, camera: Camera, verifier: LabelVerifier, odometer: int | None, on_picture: OnPicture | None
    ) -> None:
        """Start with nothing awaited.

        ``odometer`` is the printer's count before the first label. For a device without one the first
        picture from now on is the first label's, and the others are counted from there.
        """
        self._camera = camera
        self._verifier = verifier
        self._on_picture = on_picture
        self._start = odometer
        self._printed = 0
        self._awaited: deque[Awaited] = deque()
        if odometer is None:
            while camera.next_picture(0.0) is not None:
                pass  # of what was printed before this start

    def __len__(self) -> int:
        return len(self._awaited)

    @property
    def oldest(self) -> Awaited | None:
        """The label whose picture is due next."""
        return self._awaited[0] if self._awaited else None

    def expect(self, label: SentLabel, now: float | None) -> None:
        """Await the picture of a label that the device has just answered for; None: that was just sent."""
        self._printed += 1
        self._awaited.append(Awaited(self._printed, label, now))

    def next_verdict(self, timeout_s: float) -> tuple[JobCode, Verdict] | None:
        """Wait for the next awaited picture and compare it. None: none came in time.

        Raises:
            DeviceError: a picture is missing or one too many, the camera is gone, or the reading
                process died.
        """
        if not self._awaited:
            return None
        picture = self._camera.next_picture(timeout_s)
        while picture is not None and self._start is not None and picture.ordinal <= self._start:
            picture = self._camera.next_picture(0.0)  # of a label from before this start
        if picture is None:
            return None
        awaited = self._awaited[0]
        if self._start is None:
            self._start = picture.ordinal - awaited.place
        missed = picture.ordinal - self._start - awaited.place
        if missed:
            raise DeviceError(self._wrong_number(awaited, missed))
        self._awaited.popleft()
        code = awaited.label.code
        if self._on_picture is not None:
            self._on_picture(picture, code.value)
        try:
            return code, self._verifier.verify(picture, code.ordinal, awaited.label.expected)
        except (DeviceError, InputError) as error:
            raise DeviceError(
                say(
                    "Label {number} with code {code} was not read back. {trouble}",
                    number=code.ordinal,
                    code=code.value,
                    trouble=error.text,
                )
            ) from error

    @staticmethod
    def _wrong_number(awaited: Awaited, missed: int) -> Text:
        code = awaited.label.code
        if missed > 0:
            return say(
                "The camera did not see label {number} with code {code}: its next picture is {missed} labels "
                "further. Look at the labels since then by hand, then resume.",
                number=code.ordinal,
                code=code.value,
                missed=missed,
            )
        return say(
            "The camera sent a picture too many before label {number} with code {code}. Look at the last "
            "labels by hand, then resume.",
            number=code.ordinal,
            code=code.value,
        )

    def overdue(self, now: float, limit_s: float) -> Text | None:
        """Return a sentence if the oldest awaited picture has not come within ``limit_s``."""
        since = self._awaited[0].since if self._awaited else None
        if since is None or now - since < limit_s:
            return None
        code = self._awaited[0].label.code
        return say(
            "The camera sent no picture of label {number} with code {code}. See that it is on and sees the "
            "labels, look at the labels from there on by hand, then resume.",
            number=code.ordinal,
            code=code.value,
        )
