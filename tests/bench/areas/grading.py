"""Grading 1,000 responses of each type of question, every second one a right one."""

import time
from collections.abc import Iterator

from lms.quizzes.rules.types import grade
from tests.bench.ground import Ground, close, open_app
from tests.bench.rows import Row
from tests.quizzes.samples import SAMPLES

RESPONSES = 1_000


def measure(ground: Ground) -> Iterator[Row]:
    """Grade the sample of each type in one process; pure rules, no database."""
    app = open_app(ground.copy("grading"))
    with app.test_request_context():
        for name, (question, right) in SAMPLES.items():
            responses = [right, None] * (RESPONSES // 2)
            begun = time.process_time()
            for response in responses:
                grade(question, response)
            yield Row(name=f"grade.1000.{name}", value=(time.process_time() - begun) * 1000, unit="ms of processor")
    close(app)
