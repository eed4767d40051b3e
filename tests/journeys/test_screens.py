"""Every page that a role is led to looks right at 360 and at 1280 px, in Indonesian, and fits in English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from werkzeug.routing import MapAdapter

from lms.demo.rules.sign_ins import SIGN_INS
from tests.journeys import crawl
from tests.journeys.looks import Watch, faults_of, overflow, shape_of
from tests.journeys.people import choose_english, sign_in

Opened = Callable[..., tuple[Page, Watch]]
# Who is led to a door first pays for the examination of it; the others pay only for what is new to them.
examined: set[str] = set()
spoken: set[str] = set()


@pytest.mark.parametrize("role", [*(one.username for one in SIGN_INS), "visitor"])
def test_every_page_of_a_role_looks_right(role: str, opened: Opened, doors: MapAdapter) -> None:
    page, watch = opened("desktop")
    page.goto("/sign-in")
    if role != "visitor":
        sign_in(page, role)
    faults: list[str] = []
    visited = {}
    for endpoint, address in crawl.walk(page, doors):
        visited[endpoint] = address
        found = examine(page, watch, endpoint)
        faults += [f"{role} {endpoint} {address}: {one}" for one in found]
    faults += in_english(page, {key: address for key, address in visited.items() if key not in spoken})
    assert faults == [], "\n".join(faults)


def examine(page: Page, watch: Watch, endpoint: str) -> list[str]:
    """Look at a page on the desk and on the phone; what was examined before on this door is not examined again."""
    found = watch.take()
    for width, height in ((1280, 800), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        shape = f"{endpoint} {width} {shape_of(page)}"
        wrong = overflow(page) if shape in examined else faults_of(page)
        examined.add(shape)
        found += [f"{width} px: {one}" for one in wrong]
    return found


def in_english(page: Page, addresses: dict[str, str]) -> list[str]:
    """Look at each door once more in English on the phone, where its words may be too wide."""
    if not addresses:
        return []
    choose_english(page)
    page.set_viewport_size({"width": 360, "height": 740})
    found = []
    for endpoint, address in addresses.items():
        page.goto(address)
        spoken.add(endpoint)
        found += [f"English {endpoint} {address}: {one}" for one in overflow(page)]
    return found


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("visitor", "/nothing-here", 404),
        ("manajer", "/staff/trainings/00000000-0000-4000-8000-000000000000", 404),
        ("peserta", "/staff/trainings", 403),
        ("visitor", "/verify/0000000000000", 404),
    ],
)
def test_a_refusal_looks_right_and_leads_on(device: str, role: str, address: str, status: int, opened: Opened) -> None:
    page, watch = opened(device)
    if role != "visitor":
        sign_in(page, role)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    watch.take()
    assert faults_of(page) == []
    assert page.locator("main").locator("a[href], form").count() >= 1
