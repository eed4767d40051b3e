"""What comes in holds nothing that no database keeps."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from lms.attendance.routes.staff.rolls import LARGEST_ROLL
from lms.core.errors import TooLarge
from lms.sync.rules import LARGEST_BATCH
from lms.trainings.routes.staff.uploads import MOST_SAID
from lms.web.incoming import DEEPEST, Json, read_json
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


@pytest.mark.parametrize("is_told", [True, False], ids=["with its length", "in chunks"])
def test_json_that_is_larger_than_its_door_needs_is_refused(app: Flask, is_told: bool) -> None:
    def read(body: bytes) -> Any:
        told: dict[str, Any] = {"content_length": len(body)} if is_told else {}
        environ = {"wsgi.input_terminated": True}
        with app.test_request_context(
            "/", method="POST", input_stream=BytesIO(body), content_type="application/json", environ_overrides=environ,
            **told,
        ) as asked:  # fmt: skip
            assert not asked.request.form  # whoever looks for a form token first takes nothing away
            return read_json(12)

    assert read(b'{"a": [1,2]}') == {"a": [1, 2]}
    assert read(b"{") is None
    with pytest.raises(TooLarge):
        read(b'{"a": [1,2] }')


def test_every_door_of_a_machine_s_json_has_a_limit_of_its_own(client: Any) -> None:
    make.make_site()
    client.sign_in(make.make_staff())
    session = make.make_session(training=make.make_training())
    sync = {"X-Pelita-Sync": "1", "Origin": "http://localhost"}
    for path, largest in (
        ("/sync", LARGEST_BATCH), (f"/staff/sessions/{session.uid}/marks", LARGEST_ROLL),
        ("/staff/uploads", MOST_SAID),
    ):  # fmt: skip
        said = b'{"x": "' + b"x" * largest + b'"}'
        answer = client.post(path, data=said, headers=sync, content_type="application/json")
        assert answer.status_code == 413, path
