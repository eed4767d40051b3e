"""A quiz on a phone, answered in flight mode and handed in when the line is back; others had it on paper."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from sqlalchemy import select, update

from lms import settings
from lms.app import create_app
from lms.cli import compile_catalogues
from lms.core import clock
from lms.core.db import db, transaction
from lms.quizzes import actions
from lms.quizzes.models import Attempt, AttemptItem, FormRule, Method, Quiz
from lms.trainings.models import Participation
from tests import factories
from tests.journeys import service
from tests.journeys.conftest import PHONE
from tests.journeys.service import Service
from tests.quizzes.factories import make_scene

EVERYTHING_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const box = await caches.open(name);
    for (const request of await box.keys()) texts.push(request.url + "\\n" + await (await box.match(request)).text());
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => (indexedDB.open(name).onsuccess = (event) => done(event.target.result)));
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store).getAll();
      texts.push(await new Promise((done) => (rows.onsuccess = () => done(JSON.stringify(rows.result)))));
    }
    db.close();
  }
  return texts.concat(Object.values(localStorage), Object.values(sessionStorage));
}"""


@dataclass
class Flight:
    """The service, and the phone of somebody who is signed in."""

    app: Any
    service: Service
    page: Page
    path: str
    later: str
    desk: Page
    papers: str


@pytest.fixture
def flight(browser: Browser, tmp_path: Path) -> Iterator[Flight]:
    """Make a quiz that may be taken without a line, start the service, and sign a phone in."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "sign-ins.txt").write_text("")
    running = Service(folder)
    app = create_app(settings.load({"LMS_DATA": str(folder), "LMS_PUBLIC_URL": running.url}))
    compile_catalogues(service.ROOT / "lms" / "translations")
    with app.app_context():
        db.create_all()
        factories.make_site()
        scene = make_scene(is_offline=True, form_rule=FormRule.FIXED, time_limit=30, per_page=2, attempts_allowed=2,
                           shuffle_options=False)  # fmt: skip
        sign_in = factories.make_sign_in(person=scene.person)
        path, later = (f"/my/quizzes/{scene.lesson_uid(slug)}?participation={scene.participation.uid}"
                       for slug in ("pre-test", "post-test"))  # fmt: skip
        signs = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = signs.dumps({"_user_id": sign_in.uid.hex, "_fresh": True})
        for name in ("Ani Lestari", "Budi Santoso", "Citra Dewi"):
            factories.make_participation(training=scene.training, person=factories.make_person(name))
        staff = factories.make_staff()
        printed = actions.print_form(scene.training.uid, scene.lesson_uid(), form="A",
                                     by=factories.principal_of(staff), now=clock.now())  # fmt: skip
        papers = f"/staff/papers/{printed.uid}/sheets"
        at_desk = signs.dumps({"_user_id": factories.make_sign_in(person=staff).uid.hex, "_fresh": True})
        db.session.remove()
    running.start()
    context = browser.new_context(base_url=running.url, **PHONE)
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "session", "value": cookie, "url": running.url}])
    desk = browser.new_context(base_url=running.url, locale="id-ID")
    desk.add_cookies([{"name": "session", "value": at_desk, "url": running.url}])
    yield Flight(app, running, context.new_page(), path, later, desk.new_page(), papers)
    context.close()
    desk.close()
    running.stop()
    with app.app_context():
        db.engine.dispose()


def test_a_quiz_is_answered_in_flight_mode_and_no_key_reaches_the_phone(flight: Flight) -> None:
    page = flight.page
    page.goto(flight.path)
    page.get_by_text("Kerjakan tanpa jaringan").click()
    page.get_by_role("button", name="Simpan di perangkat ini").click()
    expect(page.locator("[data-ready-state]")).to_contain_text("ada di perangkat ini")
    expect(page.locator("main")).to_contain_text("Tidak ada batas waktu")
    expect(page.locator("[data-countdown]")).to_have_count(0)

    page.context.set_offline(True)
    page.reload()
    page.get_by_text("Ya-a01").click()
    page.locator("[data-type=shortanswer] input[type=text], [data-type=shortanswer] input:not([type])").fill("kuncinya")
    page.keyboard.press("Tab")
    page.reload()
    expect(page.get_by_label("Ya-a01")).to_be_checked()
    kept = page.evaluate(EVERYTHING_KEPT)
    page.get_by_role("button", name="Serahkan").click()
    expect(page.locator("[data-state]")).to_contain_text("Diserahkan di perangkat ini")
    assert _rows(flight, select(Attempt.state)) == ["open"]

    page.context.set_offline(False)
    page.wait_for_url("**/review")

    assert any("Soal a01?" in text for text in kept)
    assert [text[:200] for text in kept for word in ("RAHASIA", '"correct"', "kunci*") if word in text] == []
    assert _rows(flight, select(Attempt.state)) == ["submitted"]
    answers = [one for one in _rows(flight, select(AttemptItem.response)) if one]
    assert sorted(map(json.dumps, answers)) == ['"1"', '"kuncinya"']
    assert [text for text in page.evaluate(EVERYTHING_KEPT) if "Soal a01?" in text] == []
    _answers_outlive_a_page_that_is_left_without_a_line(flight)
    _pages_that_waited_sealed_turn_without_a_line(flight)
    _sheets_are_keyed_by_the_keyboard_alone(flight)


def _answers_outlive_a_page_that_is_left_without_a_line(flight: Flight) -> None:
    """Take the second attempt with a line: an answer that could not be sent waits, warns, and is sent once."""
    page, asked = flight.page, list[str]()

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.goto(flight.path)
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector("[data-quiz]")
    page.route("**/steps", lambda route: route.abort())
    page.get_by_text("Tidak-a01").click()
    expect(page.locator("[data-state]")).to_contain_text("disimpan di perangkat ini")
    page.goto("/my/learning/")
    page.locator("form[data-forget-drafts]").evaluate("form => form.requestSubmit()")
    assert asked == ["beforeunload", "confirm"]
    page.unroute("**/steps")
    page.goto(flight.path)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("[data-state]")).to_contain_text("Tersimpan di server")
    expect(page.get_by_label("Tidak-a01")).to_be_checked()
    answers = select(AttemptItem.response).join(Attempt).where(Attempt.number == 2)
    assert [one for one in _rows(flight, answers) if one] == ["2"]
    assert page.evaluate("Object.keys(localStorage)") == []


def _pages_that_waited_sealed_turn_without_a_line(flight: Flight) -> None:
    """Wait for a quiz of three pages to open, answer it while the line is lost, and hand in when it is back."""
    page = flight.page
    with flight.app.app_context(), transaction():
        db.session.execute(update(Quiz).values(opens_at=clock.now() + timedelta(seconds=3)))
    page.goto(flight.later)
    page.get_by_role("button", name="ruang tunggu").click()
    expect(page.locator("[data-state]")).to_contain_text("tersimpan tersegel")
    expect(page.locator("[data-quiz]")).to_be_visible(timeout=30_000)

    page.context.set_offline(True)
    page.get_by_text("Ya-a01").click()
    for number in (3, 5):
        page.get_by_role("button", name="Halaman berikutnya").click()
        expect(page.get_by_text(f"Soal {number} dari 5")).to_be_visible()
    page.get_by_role("button", name="Serahkan").click()
    expect(page.locator(".attempt-trouble")).to_contain_text("Tidak ada sambungan")
    page.context.set_offline(False)
    page.get_by_role("button", name="Serahkan").click()
    page.wait_for_url("**/review")


def _sheets_are_keyed_by_the_keyboard_alone(flight: Flight) -> None:
    """Key three sheets in no order; the tested keystrokes are those that docs/questions.md tells."""
    page, letters, words = flight.desk, ["a", "a", "b", " ", "2"], [*"kunci", "Tab", *"37,5"]
    page.goto(flight.papers)
    page.evaluate("for (const one of ['mousedown', 'touchstart']) addEventListener(one, () => (window.mouse = 1))")

    def press(keys: list[str], *, told: str) -> None:
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(".keying-bar")).to_contain_text(told)

    press(["/", "c", "i"], told="3. Citra Dewi")
    press(["Enter", *letters, *words, "Enter"], told="2 dari 4")
    press(["/", "4"], told="4. Wayan Sudarma sudah menjawab")
    press(["Escape", "-", "Tab", "b", "Enter"], told="Kosong: 2, 4, 5")
    press(["Enter"], told="3 dari 4")
    press([*letters, *words, "Enter"], told="Semua lembar sudah dimasukkan")

    by_name = select(Participation.name_shown, AttemptItem.response).join_from(AttemptItem, Attempt).join(Participation)
    own = by_name.where(Attempt.method == Method.PAPER).order_by(Participation.sort_name, AttemptItem.position)
    whole = ["1", ["1", "2"], "2", "kunci", "37,5"]
    with flight.app.app_context():
        assert [one.response for one in db.session.execute(own)] == [None, None, "2", None, None, *whole, *whole]
        db.session.remove()
    assert page.evaluate("window.mouse") is None


def _rows(flight: Flight, statement: Any) -> list[Any]:
    with flight.app.app_context():
        found = [getattr(one, "value", one) for one in db.session.scalars(statement)]
        db.session.remove()
    return found
