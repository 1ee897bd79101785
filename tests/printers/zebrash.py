"""A second judge of ZPL beside zplkit: zpl-renderer-js (zebrash), where node and the package are there.

Nothing is installed for it; ``NODE_PATH`` may say where the package lies.
"""

import base64
import functools
import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image

from desktop.labels.layout import LabelPlan
from tests.printers.plans import Dots, without_questions

_SCRIPT: Final = """
const { ready } = require("zpl-renderer-js");
(async () => {
  const { api } = await ready;
  const drawn = [];
  for (const [zpl, width, height, dots] of JSON.parse(require("fs").readFileSync(0, "utf8")))
    drawn.push(await api.zplToBase64MultipleAsync(zpl, width, height, dots));
  require("fs").writeSync(1, JSON.stringify(drawn));
  process.exit(0);
})();
"""


@functools.cache
def is_there() -> bool:
    """Tell whether node is on this machine and finds the package."""
    node = shutil.which("node")
    if node is None:
        return False
    asked = subprocess.run(
        [node, "-e", 'require.resolve("zpl-renderer-js")'], capture_output=True, check=False
    )
    return asked.returncode == 0


def dots_by_zebrash(streams: Sequence[tuple[bytes, LabelPlan]]) -> list[list[Dots]]:
    """Draw each stream; one picture a label."""
    orders = [
        (
            without_questions(stream).decode(),
            plan.resolution.mm(plan.width_dots),
            plan.resolution.mm(plan.height_dots),
            plan.resolution.dots_per_mm,
        )
        for stream, plan in streams
    ]
    drawn = subprocess.run(
        ["node", "-e", _SCRIPT], input=json.dumps(orders).encode(), capture_output=True, check=True
    )
    return [
        [_dots(picture, plan) for picture in pictures]
        for pictures, (_, plan) in zip(json.loads(drawn.stdout), streams, strict=True)
    ]


def _dots(png: str, plan: LabelPlan) -> Dots:
    grey = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("L"))
    return (grey < 128)[: plan.height_dots, : plan.width_dots]
