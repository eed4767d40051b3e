"""A whole rush: servers, crowd, kills, and the comparison at the end."""

import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from lms import settings
from lms.app import create_app
from lms.core import clock
from lms.core.db import db
from lms.quizzes.models import Attempt, ResponseStep
from tests.bench.rows import Row
from tests.bench.rush import balance, scene
from tests.bench.rush.clients import Crowd
from tests.bench.rush.person import Told
from tests.bench.rush.service import Service

REQUESTS = 15  # of one person after the quiz was opened: start, page, eleven answers, hand in, review


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a rush goes: so many people from so many client processes, so many web servers and kills."""

    people: int = 500
    clients: int = 8
    web: int = 1
    kills: int = 0
    pause: float = 0.5
    within: float = 10.0
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of it. `seconds`: from the first start to the last review; `losses` says what was lost, or doubled."""

    told: list[Told]
    losses: list[str]
    seconds: float
    processor: float
    kills: int
    attempts: int
    steps: int
    synchronous: str


def run(plan: Plan, *, data: Path, database_url: str) -> Result:
    """Let everybody take the quiz, and compare; the database must be empty."""
    environment = {"LMS_DATA": str(data), "LMS_DATABASE_URL": database_url, "LMS_SECRET_KEY": "rush"}
    app = create_app(settings.load(environment))
    with app.app_context():
        guests, synchronous = scene.prepare(app, plan.people), scene.synchronous()
        if plan.waits:
            scene.open_at(clock.now() + timedelta(minutes=50))
        db.session.remove()
        db.engine.dispose()
    service = Service(environment, count=plan.web)
    try:
        crowd = Crowd(guests, service.ports, clients=plan.clients, pause=plan.pause, within=plan.within,
                      waits=plan.waits)  # fmt: skip
        crowd.begin()
        if plan.waits:
            _open(app)
        began, processor = time.perf_counter(), service.processor()
        kills = sum(1 for _ in _kill(service, crowd, plan))
        told = crowd.told()
        seconds, processor = time.perf_counter() - began, service.processor() - processor
    finally:
        service.stop()
    with app.app_context():
        found = Result(
            told=told, losses=balance.losses(told), seconds=seconds, processor=processor, kills=kills,
            attempts=db.session.scalar(select(func.count(Attempt.id))) or 0,
            steps=db.session.scalar(select(func.count(ResponseStep.id))) or 0, synchronous=synchronous,
        )  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return found


def _open(app: Flask) -> None:
    with app.app_context():
        scene.open_at(clock.now())
        db.session.remove()
        db.engine.dispose()


def rows(plan: Plan, found: Result, name: str) -> Iterator[Row]:
    """Return the figures of a rush."""
    yield Row(name=f"{name}.attempts", value=found.attempts / found.seconds, unit="attempts/s")
    yield Row(name=f"{name}.processor", value=found.processor / max(1, found.attempts), unit="s per attempt")
    for kind in ("start", "page", "save", "submit", "review"):
        seen = sorted(one for person in found.told for one in person.seconds.get(kind, ()))
        for part in (50, 95, 99):
            yield Row(name=f"{name}.{kind}.p{part}", value=_part(seen, part), unit="s")
    acknowledged = sum(len(one.steps) for one in found.told)
    yield Row(name=f"{name}.acknowledged", value=acknowledged, unit=f"answers of {plan.people}")
    yield Row(name=f"{name}.repeated", value=sum(one.repeats for one in found.told), unit="requests")
    yield Row(name=f"{name}.kills", value=found.kills, unit=f"synchronous={found.synchronous}")
    yield Row(name=f"{name}.lost", value=len(found.losses), unit="lost or doubled")


def _kill(service: Service, crowd: Crowd, plan: Plan) -> Iterable[int]:
    """Kill servers at random points of what is to be answered; yield at each kill."""
    before = crowd.answered.value
    points = sorted(random.sample(range(1, plan.people * REQUESTS * 9 // 10), plan.kills))
    for point in points:
        until = time.monotonic() + 600
        while crowd.answered.value - before < point and time.monotonic() < until:
            time.sleep(0.005)
        service.kill(random.randrange(plan.web))
        yield point


def _part(seen: Sequence[float], part: int) -> float:
    return statistics.quantiles(seen, n=100)[part - 1] if len(seen) > 1 else sum(seen)
