"""A hall on the day of an event: a training of today with its people, and a service that can be stopped and started."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from lms import settings
from lms.accounts.queries import find_person_by_username
from lms.accounts.rules import hashed
from lms.app import create_app
from lms.attendance.models import AttendanceState, Mark
from lms.cli import compile_catalogues, open_migrations
from lms.core import clock
from lms.core.db import db, transaction
from lms.places.models import Office
from lms.sync.models import QuarantinedFact
from lms.trainings.models import Participation, Training, TrainingSession
from tests import factories as make
from tests.journeys import service
from tests.journeys.service import PASSWORD, Service


@dataclass
class Event:
    """A training of today and who is in it."""

    training: str
    names: list[str]
    codes: list[str]


@dataclass
class Hall:
    """An event as the browser needs it, and the database behind it."""

    app: Flask
    service: Service
    event: Event

    @property
    def training(self) -> str:
        """The uid of the training."""
        return self.event.training

    @property
    def names(self) -> list[str]:
        """Its people."""
        return self.event.names

    @property
    def codes(self) -> list[str]:
        """The codes of their badges, in the same order."""
        return self.event.codes

    def rows(self, statement: Any) -> list[Any]:
        """Read from the service's own database."""
        with self.app.app_context():
            found = list(db.session.execute(statement).all())
            db.session.remove()
        return found

    def states(self) -> dict[str, tuple[str, bool]]:
        """Return status and conflict by name."""
        statement = select(Participation.name_shown, AttendanceState.status, AttendanceState.in_conflict).join(
            Participation, Participation.id == AttendanceState.participation_id
        )
        here = statement.join(Training).where(Training.uid == UUID(self.training))
        return {name: (status.value, conflict) for name, status, conflict in self.rows(here)}

    def marks(self) -> int:
        """Count the marks of this training."""
        return self._count(select(func.count(Mark.id)).join(TrainingSession).join(Training))

    def quarantined(self) -> int:
        """Count what waits for a human in this training."""
        return self._count(select(func.count(QuarantinedFact.id)).join(Training))

    def _count(self, statement: Any) -> int:
        return int(self.rows(statement.where(Training.uid == UUID(self.training)))[0][0])

    def keep(self) -> Path:
        """Keep the database as it is now, while the service is stopped."""
        kept = self.service.folder / "kept.sqlite"
        _copy_database(self.service.folder / "pelita.sqlite", kept)
        return kept

    def go_back(self, kept: Path) -> None:
        """Bring back a database that was kept, and start the service with it."""
        self.service.stop()
        _copy_database(kept, self.service.folder / "pelita.sqlite")
        self.service.start()

    def expect_too(self, username: str, *, venue_at: str) -> None:
        """Put somebody with a sign-in into the training, and say where its venue lies."""
        with self.app.app_context(), transaction():
            training = db.session.scalars(select(Training).where(Training.uid == UUID(self.training))).one()
            training.venue_position = venue_at
            make.make_participation(training=training, person=find_person_by_username(username))

    def let_it_have_ended(self, days: int) -> None:
        """Move the training and its sessions into the past: it ended so many days ago, as the service sees it."""
        with self.app.app_context(), transaction():
            training = db.session.scalars(select(Training).where(Training.uid == UUID(self.training))).one()
            assert training.starts is not None
            assert training.ends is not None
            by = training.ends - clock.today(training.zone) + timedelta(days=days)
            training.starts, training.ends = training.starts - by, training.ends - by
            for session in db.session.scalars(
                select(TrainingSession).where(TrainingSession.training_id == training.id)
            ):
                session.starts_at, session.ends_at = session.starts_at - by, session.ends_at - by


def prepare(folder: Path, *, events: int, people: int = 210) -> tuple[Flask, Service, list[Event]]:
    """Make the tables and trainings of today and tomorrow with their people, and start the service."""
    folder.mkdir(parents=True)
    (folder / "sign-ins.txt").write_text("")  # what bin/start tells of the demonstration
    compile_catalogues(service.ROOT / "lms" / "translations")
    running = Service(folder)
    app = _app_on(folder, running.url)
    open_migrations(app)
    with app.app_context():
        upgrade()
        made = _fill(events, people)
        db.session.remove()
    return app, running.start(), made


def _app_on(folder: Path, url: str) -> Flask:
    return create_app(settings.load({"LMS_DATA": str(folder), "LMS_PUBLIC_URL": url}))


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _fill(events: int, people: int) -> list[Event]:
    make.make_site(zone="Asia/Jakarta")
    make.make_staff(name="Ratna Manajer", username="manajer", password_hash=hashed(PASSWORD))
    offices = [make.make_office(name=f"Dinas Perpustakaan {n:02}") for n in range(1, 15)]
    return [_event(f"Bimbingan Teknis {number}", offices, people) for number in range(1, events + 1)]


def _event(title: str, offices: list[Office], people: int) -> Event:
    now = clock.now()
    day = clock.today("Asia/Jakarta")
    training = make.make_training(title=title, starts=day, ends=day + timedelta(days=1))
    make.make_session(training=training, title="Pembukaan", starts_at=now - timedelta(minutes=10))
    make.make_session(training=training, title="Besok", starts_at=now + timedelta(hours=24))
    rows = [
        make.make_participation(
            training=training, person=make.make_person(f"Peserta {n:03}", office=offices[n % len(offices)])
        )
        for n in range(people)
    ]
    return Event(str(training.uid), [row.name_shown for row in rows], [row.badge_code for row in rows])


def open_event(page: Page, hall: Hall, *, people: int = 210) -> None:
    """Open the page of the day and wait until the device is prepared: page, files and roll are on it."""
    page.goto(f"{hall.service.url}/event/{hall.training}")
    expect(page.locator("[data-people] [data-person]")).to_have_count(people, timeout=30_000)
    page.get_by_text("Siapkan di kantor").click()
    for words in ("Halamannya ada di perangkat ini", f"Daftarnya ada di perangkat ini: {people} orang, 2 sesi"):
        expect(page.locator(".ready-yes", has_text=words)).to_be_visible(timeout=30_000)
    page.get_by_text("Siapkan di kantor").click()


def join(context: BrowserContext, manager: Page, hall: Hall, name: str) -> Page:
    """Let a phone join by what the organiser's screen shows."""
    manager.goto(f"{hall.service.url}/staff/trainings/{hall.training}/devices")
    opening = manager.get_by_role("button", name="Izinkan ponsel bergabung")
    if opening.count():
        opening.click()
    address = manager.locator(".join a").inner_text()
    pin = manager.locator(".join-pin").inner_text()
    page = context.new_page()
    page.goto(address)
    page.fill("#pin", pin)
    page.fill("#device", name)
    page.get_by_role("button", name="Bergabung").click()
    expect(page).to_have_url(f"{hall.service.url}/event/{hall.training}")
    return page


def tap(page: Page, name: str, status: str) -> None:
    """One tap on one person, found by search."""
    page.fill("[data-search]", name)
    page.locator("[data-person]", has_text=name).locator(f"[data-set={status}]").click()
    page.fill("[data-search]", "")
