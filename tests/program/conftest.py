"""How hard the program is tried."""

import os
import random

import pytest


@pytest.fixture
def kills() -> int:
    """How many times the program is killed: PACKMARK_TEST_KILLS, 12 unless told."""
    return int(os.environ.get("PACKMARK_TEST_KILLS", "12"))


@pytest.fixture
def random_seed() -> int:
    """A seed of its own for each run, told in the output so that a failure can be repeated."""
    seed = int(os.environ.get("PACKMARK_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"seed {seed}")
    return seed
