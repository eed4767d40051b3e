"""An attempt page is light: few requests, few bytes, before and after it lies on a device."""

import gzip
import re
from typing import Any

import pytest

from lms.core import clock
from lms.quizzes import actions
from lms.web import assets
from tests import factories
from tests.quizzes.factories import ask, make_scene
from tests.quizzes.samples import SAMPLES

LOADED = re.compile(
    r'<(?:script[^>]* src|link rel="(?:stylesheet|preload|modulepreload)" href)="/static/build/([^"]+)"'
)
MOST_BYTES, MOST_REQUESTS = 40_000, 3


@pytest.mark.parametrize("offline", [False, True])
def test_a_first_view_takes_three_requests_and_forty_kilobytes(app: object, client: Any, *, offline: bool) -> None:
    factories.make_site()
    scene = make_scene(is_offline=True)
    ask(scene, *[kind for kind in SAMPLES if kind != "file"])
    attempt = actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now(), offline=offline)
    page = client.sign_in(scene.person).get(f"/my/attempts/{attempt.uid}")

    names = LOADED.findall(page.text)
    assert len(re.findall(r"<script|<link", page.text)) == len(names) + 1  # the icon is a picture
    assert 1 + len(names) <= MOST_REQUESTS
    sizes = [len(gzip.compress((assets.BUILD / name).read_bytes())) for name in names]
    assert all(size > 0 for size in sizes)
    assert len(gzip.compress(page.data)) + sum(sizes) <= MOST_BYTES
