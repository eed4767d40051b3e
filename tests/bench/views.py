"""The pages that are measured, each with who looks; and what a real browser transfers for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.bench.browser import Browser, links
from tests.bench.ground import Ground

UID = "[0-9a-f-]{36}"


@dataclass(frozen=True)
class View:
    """A page and the browser of the person who opens it."""

    name: str
    path: str
    browser: Browser


@cache
def find(ground: Ground) -> tuple[View, ...]:
    """Return the pages; a participant's first, then those of staff."""
    learner, manager = ground.sign_in("peserta"), ground.sign_in("manajer")
    module = links(learner.get("/my/learning/"), f"/my/learning/{UID}")[0]
    lesson = links(learner.get(module), f"{module}/lessons/{UID}")[0]
    event = f"/staff/trainings/{ground.event}"
    return (
        View("page.home", "/home", learner),
        View("page.module", module, learner),
        View("page.lesson", lesson, learner),
        View("page.learning", "/my/learning/", learner),
        View("page.manager", "/home", manager),
        View("page.roll", f"/staff/sessions/{ground.session}/roll", manager),
        View("page.figures", "/staff/figures", manager),
        View("page.trainings", "/staff/trainings", manager),
        View("page.training", event, manager),
        View("page.people", f"{event}/people", manager),
        View("page.reports", "/staff/reports", manager),
        View("page.tests", f"{event}/tests", manager),
    )


def first_bytes(ground: Ground, found: Sequence[View]) -> dict[str, int]:
    """Return what a browser with an empty cache transfers for each page, with everything that the page asks for."""
    sums = transfers(ground, [(view.browser, [view.path]) for view in found])
    return {view.name: size for view, [size] in zip(found, sums, strict=True)}


def transfers(ground: Ground, ways: Sequence[tuple[Browser, Sequence[str]]]) -> list[list[int]]:
    """Return the bytes that Chromium transfers for pages opened one after the other, each way from an empty cache."""
    from playwright.sync_api import sync_playwright

    port = ground.servers.start("wsgi:app", ground.folder / "demo")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        sums = [_walk(chromium, f"http://127.0.0.1:{port}", browser, paths) for browser, paths in ways]
        chromium.close()
    return sums


def _walk(chromium: Any, base: str, browser: Browser, paths: Sequence[str]) -> list[int]:
    context = chromium.new_context(locale="id-ID")
    name, _, value = browser.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    seen: list[int] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: seen.append(int(told["encodedDataLength"])))
    sums = [_open(page, f"{base}{path}", seen) for path in paths]
    context.close()
    return sums


def _open(page: Any, address: str, seen: list[int]) -> int:
    seen.clear()
    page.goto(address, wait_until="networkidle")
    return sum(seen)


def _chromium() -> str:
    import programs  # bin/lib, on the path since tests.bench.servers

    return str(programs.find("chromium"))
