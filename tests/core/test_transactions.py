"""One writer at a time on SQLite: who waits longer than a connection may wait begins again."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lms import settings
from lms.app import create_app
from lms.core.db import db, transaction
from lms.places.models import OfficeKind


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """An application on a file of its own, whose connections wait for 50 ms only."""
    made = create_app(settings.load({"LMS_DATA": str(tmp_path), "LMS_SECRET_KEY": "test"}), TESTING=True)
    with made.app_context():
        db.create_all()

        @event.listens_for(db.engine, "checkout")
        def _impatient(connection: Any, *_: Any) -> None:
            connection.execute("PRAGMA busy_timeout=50")

        yield made, tmp_path / "pelita.sqlite"
        db.session.remove()
        db.engine.dispose()


def hold(file: Path, taken: threading.Event, free: threading.Event) -> None:
    with sqlite3.connect(file) as rival:
        rival.execute("BEGIN IMMEDIATE")
        taken.set()
        free.wait(10)


@transaction()
def make_kind() -> None:
    db.session.add(OfficeKind(key="library", label={"id": "Perpustakaan"}))
    db.session.flush()


def test_a_write_that_finds_the_file_busy_is_tried_again(own: tuple[Flask, Path]) -> None:
    taken, free = threading.Event(), threading.Event()
    rival = threading.Thread(target=hold, args=(own[1], taken, free))
    rival.start()
    taken.wait(10)
    threading.Timer(0.12, free.set).start()
    make_kind()
    rival.join()
    assert db.session.scalars(db.select(OfficeKind.key)).all() == ["library"]


def test_a_write_gives_up_when_the_file_stays_busy(own: tuple[Flask, Path]) -> None:
    taken, free = threading.Event(), threading.Event()
    rival = threading.Thread(target=hold, args=(own[1], taken, free))
    rival.start()
    taken.wait(10)
    with pytest.raises(OperationalError):
        make_kind()
    free.set()
    rival.join()
