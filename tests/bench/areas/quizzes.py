"""One attempt at a quiz of ten questions: start, save, submit, review."""

import re
from collections.abc import Iterator

from tests.bench import views
from tests.bench.browser import Browser, links, token
from tests.bench.ground import Ground, close, counting, open_app, processor
from tests.bench.rows import Row

FIELD = re.compile(r'name="((?:base|a)-[^"]+|nonce)"[^>]*value="([^"]*)"')


def measure(ground: Ground) -> Iterator[Row]:
    """Take a pre-test in a copy of the demonstration."""
    app = open_app(ground.copy("quizzes"))
    learner = Browser(app).sign_in("peserta")
    start = _start(learner)
    with counting(app) as statements, processor() as spent:
        page = learner.client.post(start, data={"csrf_token": _token(learner)}, follow_redirects=True)
        attempt, answers = page.request.path, _answers(page.text)
        learner.client.post(attempt, data=answers, follow_redirects=True)
        learner.client.post(attempt, data={**_answers(learner.get(attempt)), "submit": "1"}, follow_redirects=True)
    with processor() as looked:
        for _ in range(10):
            learner.get(f"{attempt}/review")
    yield Row(name="quiz.attempt", value=spent[0], unit="s of processor", queries=len(statements))
    yield Row(name="quiz.review", value=looked[0] / 10, unit="s of processor")
    close(app)


def _start(learner: Browser) -> str:
    """Return the address that begins a quiz which may be begun."""
    for module in links(learner.get("/my/learning/"), f"/my/learning/{views.UID}"):
        for lesson in links(learner.get(module), f"{module}/lessons/{views.UID}"):
            found = re.search(r'action="(/my/quizzes/[^"]+/attempts[^"]*)"', learner.get(lesson))
            if found:
                return found[1].replace("&amp;", "&")
    raise RuntimeError("the demonstration has no quiz to begin")


def _token(learner: Browser) -> str:
    return token(learner.get("/my/account/"))


def _answers(page: str) -> dict[str, str]:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return {"csrf_token": token[1] if token else "", **dict(FIELD.findall(page))}
