"""An attempt at a quiz of ten questions, in a process that has just begun: start, save, submit, review.

The first pays for what the next ones find built: `quiz.warm` tells what these cost, `bin/bench rush` what an attempt
costs among many, from real servers.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.bench import attempts, views
from tests.bench.browser import Browser, links
from tests.bench.ground import Ground, close, counting, open_app, processor
from tests.bench.rows import Row

START = re.compile(r'action="(/my/quizzes/[^"]+/attempts)"')
TIMES = 10


def measure(ground: Ground) -> Iterator[Row]:
    """Take a test in a copy of the demonstration."""
    app = open_app(ground.copy("quizzes"))
    learner = Browser(app).sign_in("peserta")
    opening = _opening(learner)
    start = START.findall(opening)[0]
    with counting(app) as statements, processor() as spent:
        page = _send(learner, start, _hidden(opening))
        attempt = page.request.path
        page = _send(learner, attempt, {**_hidden(page.text), **_choices(page.text), "save": "1"})
        page = _send(learner, attempt, {**_hidden(page.text), **_choices(page.text), "submit": "1"})
    if not page.request.path.endswith("/review"):
        raise RuntimeError(f"the attempt was not handed in: {page.request.path}")
    with processor() as looked:
        for _ in range(TIMES):
            learner.get(f"{attempt}/review")
    yield Row(name="quiz.attempt", value=spent[0], unit="s of processor", queries=len(statements))
    yield Row(name="quiz.review", value=looked[0] / TIMES, unit="s of processor")
    close(app)
    yield from attempts.measure(ground.folder / "attempts")


def _opening(learner: Browser) -> str:
    """Return the page of a quiz that may be begun."""
    for module in links(learner.get("/my/learning/"), f"/my/learning/{views.UID}"):
        for lesson in links(learner.get(module), f"{module}/lessons/{views.UID}"):
            page = learner.get(lesson)
            if START.search(page):
                return page
    raise RuntimeError("the demonstration has no quiz to begin")


def _send(learner: Browser, path: str, facts: dict[str, str]) -> Any:
    answer = learner.client.post(path, data=facts, follow_redirects=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer


def _hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's own form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition("<main")[2]))


def _choices(page: str) -> dict[str, str]:
    """Choose the last option of each question."""
    return dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"', page))
