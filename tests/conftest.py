"""Fixtures: a real database per worker, emptied after each test; a client in a fresh context; a way to sign in."""

import gc
import os
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text

from lms import settings
from lms.app import create_app
from lms.cli import compile_catalogues
from lms.core.db import db
from lms.worker import run_waiting
from tests import factories

hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("house")
gc.set_threshold(200_000, 50, 100)  # a test makes many rows at once


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.config.getoption("--database") == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"
    base = os.environ["LMS_TEST_POSTGRES"]
    name = f"pelita_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return base.rsplit("/", 1)[0] + "/" + name


@pytest.fixture(scope="session")
def _app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("data")
    compile_catalogues(Path(__file__).parent.parent / "lms" / "translations")
    chosen = settings.load({"LMS_DATA": str(data), "LMS_DATABASE_URL": database_url, "LMS_DEMO": "1"})
    app = create_app(chosen, TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = FreshClient
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _forget_safety(db.engine)
        db.create_all()
    gc.collect()
    gc.freeze()  # as wsgi.py does
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application inside its context, with an empty database."""
    with _app.app_context():
        yield _app
        db.session.remove()
        _empty(db.engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


class FreshClient(FlaskClient):
    """A client whose requests never reuse the test's own application context."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():  # not inside a redirect that is being followed
            db.session.expire_all()
        return answer

    def sign_in(self, person: Any) -> "FreshClient":
        """Sign a person in on this client."""
        sign_in = factories.make_sign_in(person=person)
        self._remember(sign_in.uid.hex)
        return self

    def paper(self, path: str) -> bytes:
        """Return a paper: a long one is drawn by the worker first."""
        answer = self.get(path)
        if answer.status_code == 303:
            run_waiting(self.application)
            answer = self.get(f"{answer.location}/paper.pdf")
        assert answer.status_code == 200
        return bytes(answer.data)

    def _remember(self, token: str) -> None:
        def write() -> None:
            with self.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True

        Context().run(write)


def _forget_safety(engine: Engine) -> None:
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _fast(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    engine.dispose()


def _empty(engine: Engine) -> None:
    """Delete every row, in one message to the database."""
    script = "".join(f'DELETE FROM "{table.name}";' for table in reversed(db.metadata.sorted_tables))
    raw = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            raw.cursor().execute(f"SET LOCAL session_replication_role = replica;{script}")
            raw.commit()
        else:
            raw.driver_connection.executescript(f"BEGIN;{script}COMMIT;")  # type: ignore[union-attr]
    finally:
        raw.close()


@pytest.fixture
def count_queries(app: Flask) -> Any:
    """A context manager that lists the statements sent to the database: `with count_queries() as seen: …`."""
    from contextlib import contextmanager

    from sqlalchemy import event

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
