"""The day of an event: phones without a line, whose marks land once, whatever happens to them meanwhile."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.journeys import hall
from tests.journeys.conftest import DESKTOP, PHONE, QUIET
from tests.journeys.hall import Hall
from tests.journeys.looks import Watch, looks_right
from tests.journeys.people import sign_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("event")]  # one worker makes the hall for all
DAY = 24 * 3600 * 1000  # ms
# The line is there, but not for marks; a route of the browser's would let go of a request when its page is left.
NO_LINE_FOR_MARKS = """() => {
  const fetched = window.fetch;
  window.fetch = (what, how) => String(what).endsWith("/sync") ? Promise.reject(new TypeError()) : fetched(what, how);
}"""


# A reader of the phone's own that reads one badge and then fails, as some do; what is felt and heard is noted.
FEELS_AND_FAILS = """window.felt = []; window.heard = [];
  navigator.vibrate = (how) => window.felt.push(how);
  window.AudioContext = class {
    currentTime = 0;
    resume() { return Promise.resolve(); }
    createOscillator() {
      const tone = { frequency: {}, connect() {}, stop() {}, start: () => window.heard.push(tone.frequency.value) };
      return tone;
    }
  };
  window.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
    detect() { return window.felt.length ? Promise.reject(new Error()) : Promise.resolve([{ rawValue: "CODE" }]); }
  };"""


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    """One service with an event for each test."""
    app, service, events = hall.prepare(tmp_path_factory.mktemp("hall") / "data", events=6)
    yield (Hall(app, service, event) for event in events)
    service.stop()


@pytest.fixture
def event(halls: Iterator[Hall]) -> Iterator[Hall]:
    """A hall with 210 people whom nobody has marked."""
    opened = next(halls)
    yield opened
    opened.service.start()  # a journey that failed may have left it stopped


@pytest.fixture
def phone(browser: Browser, event: Hall) -> Iterator[Callable[..., BrowserContext]]:
    """Open a device: `phone()`, `phone(DESKTOP)`."""
    contexts = []

    def open_one(kind: dict[str, Any] = PHONE) -> BrowserContext:
        contexts.append(browser.new_context(base_url=event.service.url, **kind))
        contexts[-1].set_default_timeout(20_000)
        return contexts[-1]

    yield open_one
    for context in contexts:
        context.close()


def manager_on(context: BrowserContext) -> Page:
    page = context.new_page()
    sign_in(page, "manajer")
    return page


def waits(page: Page, count: int) -> None:
    expect(page.locator("[data-line]")).to_contain_text(f"{count} tanda menunggu di perangkat ini" if count else "")


def mark_without_a_line(page: Page, people: list[str], absent: list[str] = ()) -> None:  # type: ignore[assignment]
    """Mark people present and some absent with taps, as fast as the page takes them."""
    page.evaluate(
        """([present, absent]) => {
          const rows = [...document.querySelectorAll("[data-person]")];
          const set = (name, status) => rows.find((row) => row.querySelector("b").textContent === name)
            .querySelector(`[data-set=${status}]`).click();
          present.forEach((name) => set(name, "H"));
          absent.forEach((name) => set(name, "A"));
        }""",
        [people, list(absent)],
    )


def sent(page: Page) -> None:
    expect(page.locator("[data-line]")).to_contain_text("Semua sudah terkirim", timeout=60_000)


def queue_of(page: Page) -> list[dict[str, Any]]:
    """Everything that a device has kept of its facts, sent or not."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("event-facts").onsuccess = ({ target }) => {
            target.result.transaction("facts").objectStore("facts").getAll().onsuccess = (e) => done(e.target.result);
          };
        })"""
    )
    return found


def posted(page: Page) -> list[str]:
    """Whose marks a device sends from now on, in the order in which it sends them."""
    people: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/sync"):
            people.extend(fact["data"]["person"] for fact in request.post_data_json["facts"])

    page.on("request", note)
    return people


def order_of(page: Page, names: list[str]) -> list[str]:
    """The people of these names as the roll on a device calls them."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-person]")]
             .map((row) => [row.querySelector("b").textContent, row.dataset.person]))"""
    )
    return [found[name] for name in names]


def send_again(page: Page, queue: list[dict[str, Any]]) -> list[str]:
    outcomes: list[str] = page.evaluate(
        """async (queue) => {
          const facts = queue.map(({ uid, kind, data }) => ({ uid, kind, data }));
          const headers = { "Content-Type": "application/json", "X-Pelita-Sync": "1" };
          const body = JSON.stringify({ as: queue[0].by, facts });
          const answer = await fetch("/sync", { method: "POST", headers, body });
          return (await answer.json()).answers.map((one) => one.outcome);
        }""",
        queue,
    )
    return outcomes


def test_two_phones_without_a_line_mark_210_people_and_each_lands_once(
    event: Hall, phone: Callable[..., BrowserContext]
) -> None:
    office = manager_on(phone(DESKTOP))
    contexts = [phone(), phone()]
    pages = [hall.join(context, office, event, f"Pintu {n}") for n, context in enumerate(contexts, 1)]
    for page in pages:
        hall.open_event(page, event)
    for context, page in zip(contexts, pages, strict=True):
        context.set_offline(True)
        page.reload()
        expect(page.locator("[data-people] [data-person]")).to_have_count(210)
    names = event.names
    mark_without_a_line(pages[0], names[:118], absent=names[118:121])
    mark_without_a_line(pages[1], names[101:210])  # 20 overlaps: 17 agree, 3 contradict
    waits(pages[0], 121)
    waits(pages[1], 109)
    event.service.stop()  # without a line a browser still lets through what a page sends while it loads
    pages[0].reload()
    waits(pages[0], 121)
    kept = [queue_of(page) for page in pages]
    batches = [posted(page) for page in pages]
    assert event.marks() == 0
    before = event.keep()
    event.service.start()

    for index, own in enumerate((names[:121], names[101:210])):
        contexts[index].set_offline(False)
        sent(pages[index])
        assert list(dict.fromkeys(batches[index])) == order_of(pages[index], own)
    after = event.states()
    assert len(after) == 210
    assert {name for name, (_status, conflict) in after.items() if conflict} == set(names[118:121])
    assert {status for status, conflict in after.values() if not conflict} == {"H"}
    marks = event.marks()
    assert marks == 230
    for page, queue in zip(pages, kept, strict=True):
        assert set(send_again(page, queue[::-1])) == {"done"}
    assert (event.states(), event.marks()) == (after, marks)
    event.go_back(before)
    assert event.marks() == 0
    for page, queue in list(zip(pages, kept, strict=True))[::-1]:  # the other phone first
        assert set(send_again(page, queue)) == {"done"}
    assert (event.states(), event.marks()) == (after, marks)

    office.goto(f"/staff/trainings/{event.training}/conflicts")
    expect(office.locator(".rivals")).to_have_count(3)
    expect(office.locator(".rival")).to_have_count(6)
    both = office.locator(".rivals", has_text=names[118])
    expect(both).to_contain_text("Pintu 1")
    expect(both).to_contain_text("Pintu 2")
    looks_right(office, Watch(office, event.service.url.removeprefix("http://")))
    both.locator(".rival", has_text="Pintu 1").get_by_role("button").click()
    expect(office.locator(".rivals")).to_have_count(2)
    assert event.states()[names[118]] == ("A", False)


def test_eight_days_later_and_signed_in_again_every_mark_lands_once_and_the_roll_is_gone(
    event: Hall, phone: Callable[..., BrowserContext]
) -> None:
    context = phone()
    page = manager_on(context)
    hall.open_event(page, event)
    context.set_offline(True)
    mark_without_a_line(page, event.names[:30])
    waits(page, 30)
    event.let_it_have_ended(8)
    event.service.stop()
    page.clock.install()
    page.clock.fast_forward(9 * DAY)  # the last day that this phone knows of is tomorrow
    page.reload()
    expect(page.locator("[data-told]")).to_contain_text("daftarnya dihapus")
    expect(page.locator("[data-people] [data-person]")).to_have_count(0)
    assert stored_rolls(page) == 0
    waits(page, 30)
    event.service.start()

    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.accept()))
    page.evaluate(NO_LINE_FOR_MARKS)
    context.set_offline(False)
    page.get_by_text("Perangkat ini", exact=True).click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/sign-in")
    assert "30 tanda belum terkirim" in questions[0]
    assert event.marks() == 0
    sign_in(page, "manajer")
    page.goto(f"/event/{event.training}")
    sent(page)
    assert event.states() == dict.fromkeys(event.names[:30], ("H", False))
    assert event.marks() == 30


def test_what_a_cut_off_phone_still_holds_lands_in_quarantine(
    event: Hall, phone: Callable[..., BrowserContext]
) -> None:
    office = manager_on(phone(DESKTOP))
    context = phone()
    page = hall.join(context, office, event, "Pintu 9")
    hall.open_event(page, event)
    context.set_offline(True)
    mark_without_a_line(page, event.names[:5])
    waits(page, 5)
    office.goto(f"/staff/trainings/{event.training}/devices")
    office.on("dialog", lambda dialog: dialog.accept())
    office.get_by_role("button", name="Putuskan").click()
    expect(office.locator(".flashes")).to_contain_text("Pintu 9 sudah diputus")
    context.set_offline(False)
    page.reload()
    expect(page.locator("[data-told]")).to_contain_text("tidak boleh lagi")
    expect(page.locator("[data-prepare]")).to_be_hidden()
    expect(page.locator("[data-line]")).to_contain_text("5 tanda menunggu keputusan panitia")
    assert stored_rolls(page) == 0
    assert (event.marks(), event.quarantined()) == (0, 5)

    office.goto(f"/staff/trainings/{event.training}/attendance")
    office.get_by_role("link", name="5 tanda menunggu di karantina").click()
    looks_right(office, Watch(office, event.service.url.removeprefix("http://")))
    office.locator("[data-pick]").first.check()
    office.get_by_role("button", name="Terima").click()
    expect(office.locator(".flashes")).to_contain_text("1 tanda diterima")
    office.locator("[data-pick-all]").check()
    office.fill("#reason", "Ponsel hilang")
    office.get_by_role("button", name="Buang yang dipilih").click()
    expect(office.locator(".flashes")).to_contain_text("4 tanda dibuang")
    assert event.states() == {event.names[0]: ("H", False)}


def test_all_present_and_nine_exceptions_take_at_most_thirty_taps(
    event: Hall, phone: Callable[..., BrowserContext]
) -> None:
    page = manager_on(phone())
    watch = Watch(page, event.service.url.removeprefix("http://"))
    batches: list[str] = []
    page.on("request", lambda request: batches.append(request.url) if request.url.endswith("/sync") else None)
    hall.open_event(page, event)
    looks_right(page, watch)
    page.add_init_script("window.taps = 0; addEventListener('pointerdown', () => window.taps++, true)")
    began = time.monotonic()
    page.goto(f"{event.service.url}/event/{event.training}")
    expect(page.locator("[data-people] [data-person]")).to_have_count(210)
    page.get_by_role("button", name="Yang lain hadir semua").click()
    for number, name in enumerate(event.names[::23][:9]):
        page.locator("[data-search]").click()
        page.locator("[data-search]").fill(name)
        page.locator(f"[data-person]:not([hidden]) [data-set={'S' if number % 2 else 'A'}]").click()
    sent(page)
    print(f"210 people, nine exceptions: {time.monotonic() - began:.1f} s, {len(batches)} requests")
    assert page.evaluate("window.taps") == 19  # of 30: everybody, then a search and a status for each exception
    found = event.states()
    assert len(found) == 210
    assert sum(status != "H" for status, _conflict in found.values()) == 9
    assert len(batches) <= 10, "one request for everybody, and at most one for each exception"


def test_a_phone_reads_badges_keeps_an_unknown_code_and_says_how_far_it_is(
    event: Hall, tmp_path: Path, browser: Browser
) -> None:
    picture = tmp_path / "badges.y4m"
    film(picture, [event.codes[7], "LOST-BADGE"])
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    chromium = browser.browser_type.launch(
        executable_path=os.environ.get("LMS_TEST_CHROMIUM") or shutil.which("chromium"),
        args=[*QUIET, *camera, f"--use-file-for-fake-video-capture={picture}"],
    )
    monas, bogor = "-6.17540, 106.82720", {"latitude": -6.5950, "longitude": 106.8060}
    context = chromium.new_context(
        base_url=event.service.url, permissions=["camera", "geolocation"], geolocation=bogor, **PHONE
    )
    context.add_init_script(FEELS_AND_FAILS.replace("CODE", event.codes[8]))
    page = manager_on(context)
    hall.open_event(page, event)
    context.set_offline(True)
    page.get_by_role("button", name="Pindai tanda pengenal").click()
    expect(page.locator("[data-person]", has_text=event.names[7]).locator("[data-set=H]")).to_have_attribute(
        "aria-pressed", "true", timeout=30_000
    )
    expect(page.locator("[data-scan-told]")).to_contain_text("Kode tidak dikenal disimpan: LOST-BADGE", timeout=30_000)
    assert page.locator("[data-scanner]").get_attribute("data-kind") == "bad"
    assert page.evaluate("[felt.slice(0, 3), heard.slice(0, 3)]") == [[60, 60, [250, 80, 250]], [880, 880, 220]]
    page.get_by_role("button", name="Tutup kamera").click()
    context.set_offline(False)
    sent(page)
    assert event.states() == {event.names[n]: ("H", False) for n in (7, 8)}
    page.goto(f"/staff/trainings/{event.training}/codes")
    looks_right(page, Watch(page, event.service.url.removeprefix("http://")))
    page.select_option("#person", label=f"{event.names[9]} · Dinas Perpustakaan 10")
    page.get_by_role("button", name="Milik orang ini").click()
    expect(page.locator(".flashes")).to_contain_text("pindaian diselesaikan")
    assert event.states()[event.names[9]] == ("H", False)

    event.expect_too("manajer", venue_at=monas)
    page.goto(f"/staff/trainings/{event.training}/attendance")
    page.get_by_role("link", name="Pembukaan").click()
    page.get_by_role("link", name="Presensi mandiri").click()
    session = page.url
    page.get_by_role("button", name="Buka presensi mandiri").click()
    wall = [page.locator(place).inner_text() for place in (".wall-address", ".wall-digits")]
    page.goto(f"/h/{wall[0].rpartition('/')[2]}")
    page.fill("#digits", wall[1])
    page.keyboard.press("Enter")
    page.get_by_text("Beri tahu juga seberapa jauh Anda").click()
    page.get_by_role("button", name="sertakan jaraknya").click()
    expect(page.locator(".notice-good")).to_contain_text("Ratna Manajer")
    page.goto(session)
    expect(page.locator("main tbody")).to_contain_text("46 km dari tempat acara")
    chromium.close()


def film(path: Path, codes: list[str]) -> None:
    """Write a film for the browser's fake camera: each code for two seconds, 640 by 480, ten pictures a second."""
    pictures = [drawn(code) for code in codes]
    with path.open("wb") as out:
        out.write(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n")
        for picture in pictures:
            for _ in range(20):
                out.write(b"FRAME\n" + picture + b"\x80" * (640 * 480 // 2))


def drawn(code: str) -> bytes:
    """A code in the middle of a white picture, as its grey values."""
    rows = [bytes(row) for row in segno.make(code, error="m", micro=False).matrix]
    scale = 400 // (len(rows) + 8)
    top, left = (480 - scale * len(rows)) // 2, (640 - scale * len(rows)) // 2
    picture = bytearray(b"\xeb" * (640 * 480))
    for y, row in enumerate(rows):
        line = b"".join((b"\x10" if dark else b"\xeb") * scale for dark in row)
        for dy in range(scale):
            start = (top + y * scale + dy) * 640 + left
            picture[start : start + len(line)] = line
    return bytes(picture)


def test_without_tls_the_page_says_what_cannot_work_and_marks_all_the_same(
    event: Hall, browser: Browser, phone: Callable[..., BrowserContext]
) -> None:
    office = manager_on(phone(DESKTOP))
    chromium = browser.browser_type.launch(
        executable_path=os.environ.get("LMS_TEST_CHROMIUM") or shutil.which("chromium"),
        args=[*QUIET, "--host-resolver-rules=MAP hall.test 127.0.0.1"],
    )
    context = chromium.new_context(**PHONE)
    context.add_init_script("window.isPlain = !window.isSecureContext")
    page = context.new_page()
    office.goto(f"/staff/trainings/{event.training}/devices")
    office.get_by_role("button", name="Izinkan ponsel bergabung").click()
    page.goto(office.locator(".join a").inner_text().replace("127.0.0.1", "hall.test"))
    page.fill("#pin", "000000" if office.locator(".join-pin").inner_text() != "000 000" else "111111")
    page.fill("#device", "Tanpa TLS")
    page.get_by_role("button", name="Bergabung").click()
    expect(page.locator("main")).to_contain_text("PIN-nya bukan itu")
    page.fill("#pin", office.locator(".join-pin").inner_text())
    page.get_by_role("button", name="Bergabung").click()
    expect(page.locator("[data-insecure]")).to_contain_text("tanpa https")
    assert page.evaluate("window.isPlain") is True
    expect(page.locator("[data-scan-start]")).to_be_hidden()
    expect(page.locator("[data-people] [data-person]")).to_have_count(210)
    hall.tap(page, event.names[3], "T")
    sent(page)
    expect(page.locator("[data-person]", has_text=event.names[3]).locator("[data-set=T]")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert event.states() == {event.names[3]: ("T", False)}
    looks_right(page, Watch(page, event.service.url.removeprefix("http://")))
    chromium.close()


def stored_rolls(page: Page) -> int:
    """How many rolls the device holds."""
    found: int = page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("event-rolls");
          opening.onsuccess = ({ target }) => {
            const db = target.result;
            if (!db.objectStoreNames.contains("rolls")) return done(0);
            const asked = db.transaction("rolls").objectStore("rolls").count();
            asked.onsuccess = (e) => { db.close(); done(e.target.result); };
          };
        })"""
    )
    return found
