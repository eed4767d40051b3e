"""What comes in holds nothing that no database keeps."""

from typing import Any

import pytest
from flask import Flask

from lms.web.incoming import DEEPEST, Json
from tests import factories as make

JSON = Json(Flask("incoming"))


def test_nul_and_half_letters_are_left_out() -> None:
    assert JSON.loads(b'{"a\\u0000": ["b\\ud800c", 1, null]}') == {"a": ["bc", 1, None]}
    assert JSON.loads('"\\ud83d\\ude00 \\u00e9"') == "😀 é"


@pytest.mark.parametrize("deep", [DEEPEST + 1, 200_000])
def test_what_lies_too_deep_is_no_json(deep: int) -> None:
    JSON.loads("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="deep"):
        JSON.loads("[" * deep + "]" * deep)


@pytest.mark.database
def test_a_nul_in_an_address_or_a_form_breaks_no_page(client: Any) -> None:
    make.make_site()
    for path in ("/h/a%00b", "/h/a%00b/1", "/modules/a%00b", "/programmes/a%00b/figures", "/%00"):
        assert client.get(path).status_code == 404, path
    assert client.post("/h/a%00b", data={"digits": "1"}).status_code == 404
    client.sign_in(make.make_staff())
    for path in ("/search?q=a%00b", "/staff/trainings?office=a%00b&q=%00", "/staff/questions?category=%00&tag=a%00"):
        assert client.get(path).status_code == 200, path
    with client.application.test_request_context("/", method="POST", data={"a\0": "b\0c"}) as asked:
        assert asked.request.form.to_dict() == {"a": "bc"}


@pytest.mark.parametrize("said", [5, "x", [[]], {"name": [5], "password": {}}])
def test_json_is_no_form(client: Any, said: object) -> None:
    make.make_site()
    for path in ("/sign-in", "/claim"):
        assert client.post(path, json=said).status_code == 422, path
