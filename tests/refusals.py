"""What a refusal says, in both languages."""

import re
from collections.abc import Callable

import pytest

from desktop.errors import PackmarkError
from desktop.texts import CHINESE, ENGLISH

_CHINESE_SIGN = re.compile("[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"\{\w+\}")


def refusal_of(call: Callable[[], object], kind: type[PackmarkError] = PackmarkError) -> str:
    """Return the whole English text of what ``call`` raises, after checking that it has a Chinese one."""
    with pytest.raises(kind) as caught:
        call()
    english = caught.value.in_language(ENGLISH)
    chinese = caught.value.in_language(CHINESE)
    for text in (english, chinese):
        assert not _PLACEHOLDER.search(text), f"a value is missing in {text!r}"
    pairs = zip(english.splitlines(), chinese.splitlines(), strict=True)
    for line, translated in pairs:
        assert _CHINESE_SIGN.search(translated), f"no Chinese for {line!r}"
    return english
