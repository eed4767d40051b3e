"""Where everything is measured: the demonstration in a folder, the application in this process, both servers."""

import contextlib
import gc
import shutil
import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from flask import Flask
from sqlalchemy import event, func, select

from lms import settings
from lms.accounts import queries as accounts
from lms.app import create_app
from lms.attendance.models import Mark
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Principal
from lms.demo.actions import load
from lms.places import queries as places
from lms.trainings.models import Training, TrainingSession
from tests.bench.browser import Browser
from tests.bench.servers import Servers


class Ground:
    """The demonstration loaded once; areas that change it take a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = Servers()

    def __enter__(self) -> Self:
        data = self.folder / "demo"
        with contextlib.redirect_stdout(sys.stderr):
            _load(data)
        self.app = open_app(data)
        gc.collect()
        gc.freeze()  # as wsgi.py does
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.servers.stop()
        close(self.app)

    def copy(self, name: str) -> Path:
        """Return a folder with a copy of the demonstration, for what writes."""
        target = self.folder / name
        shutil.copytree(self.folder / "demo", target)
        return target

    def sign_in(self, username: str) -> Browser:
        """Return a browser of the in-process application, signed in."""
        return Browser(self.app).sign_in(username)

    @cached_property
    def event(self) -> UUID:
        """The training of 210 people."""
        return self._find(select(Training.uid).join(TrainingSession).join(Mark).where(~Training.is_self_paced))

    @cached_property
    def session(self) -> UUID:
        """A session of that training, marked."""
        return self._find(select(TrainingSession.uid).join(Mark).join(Training).where(Training.uid == self.event))

    def _find(self, statement: Any) -> UUID:
        column = statement.selected_columns[0]
        with self.app.app_context():
            return db.session.scalars(statement.group_by(column).order_by(func.count().desc(), column).limit(1)).one()


def open_app(data: Path) -> Flask:
    """Return the application over a folder, as bin/start runs it."""
    return create_app(settings.load({"LMS_DATA": str(data), "LMS_DEMO": "1"}))


def principal_of(username: str) -> Principal:
    """Return a person of the demonstration as a principal, in the application's context."""
    person = accounts.find_person_by_username(username)
    assert person is not None
    return accounts.principal_of(person, today=places.today())


def close(app: Flask) -> None:
    """Give the connections back."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextlib.contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """List the statements that reach the database."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextlib.contextmanager
def processor() -> Iterator[list[float]]:
    """Measure the processor seconds of a block, into the one item of the list."""
    spent: list[float] = []
    began = time.process_time()
    yield spent
    spent.append(time.process_time() - began)


def _load(data: Path) -> None:
    data.mkdir()
    app = open_app(data)
    with app.app_context():
        db.create_all()
        load(now=clock.now(), say=print)
    close(app)
