"""JSON that comes in holds nothing that no database keeps."""

import pytest
from flask import Flask

from lms.web.incoming import DEEPEST, Json

JSON = Json(Flask("incoming"))


def test_nul_and_half_letters_are_left_out() -> None:
    assert JSON.loads(b'{"a\\u0000": ["b\\ud800c", 1, null]}') == {"a": ["bc", 1, None]}
    assert JSON.loads('"\\ud83d\\ude00 \\u00e9"') == "😀 é"


@pytest.mark.parametrize("deep", [DEEPEST + 1, 200_000])
def test_what_lies_too_deep_is_no_json(deep: int) -> None:
    JSON.loads("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="deep"):
        JSON.loads("[" * deep + "]" * deep)
