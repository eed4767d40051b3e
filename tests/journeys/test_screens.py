"""Every page that a role is led to looks right at 360 and at 1280 px, in Indonesian, and fits in English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from werkzeug.routing import MapAdapter

from lms.demo.rules.sign_ins import SIGN_INS
from tests.journeys import crawl
from tests.journeys.looks import KNOWN_COLOURS, LAYOUT_RULES, RULES, Watch, faults_of, overflow
from tests.journeys.people import choose_language, sign_in

Opened = Callable[..., tuple[Page, Watch]]
# The doors that were opened, and what was shown in and around their pages: one is drawn when it brings something new.
opened_doors: set[str] = set()
shown: set[str] = set()
around: set[str] = set()
spoken: set[str] = set()
# One worker walks for all roles, so that it knows what the others saw.
pytestmark = pytest.mark.xdist_group("screens")


@pytest.mark.parametrize("role", ["visitor", *(one.username for one in SIGN_INS)])
def test_every_page_of_a_role_looks_right(role: str, opened: Opened, doors: MapAdapter) -> None:
    page, watch = opened("desktop")
    page.goto("/sign-in")
    if role != "visitor":
        sign_in(page, role)
    faults: list[str] = []
    visited = {}
    for found in crawl.walk(page, doors):
        visited[found.endpoint] = found.address
        has_known_frame, has_known_parts = found.around <= around, found.main <= shown
        if is_new(found):
            wrong = look_at(
                page, watch, found.address, has_known_frame=has_known_frame, has_known_parts=has_known_parts
            )
            faults += [f"{role} {found.endpoint} {found.address}: {one}" for one in wrong]
    faults += in_english(page, {key: address for key, address in visited.items() if key not in spoken})
    assert len(visited) > 10
    assert faults == [], "\n".join(faults)


def is_new(found: crawl.Found) -> bool:
    """Tell whether a door is opened for the first time or shows a part that no page has shown, and remember both."""
    new = found.endpoint not in opened_doors or not (found.main <= shown and found.around <= around)
    opened_doors.add(found.endpoint)
    shown.update(found.main)
    around.update(found.around)
    return new


def look_at(page: Page, watch: Watch, address: str, *, has_known_frame: bool, has_known_parts: bool) -> list[str]:
    """Name what is wrong with a page on the desk and on the phone; a known frame is not looked at again."""
    wide = KNOWN_COLOURS if has_known_frame and has_known_parts else RULES
    narrow = LAYOUT_RULES if has_known_frame else RULES
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    found = watch.take()
    found += [f"1280 px: {one}" for one in faults_of(page, rules=wide, is_frame_known=has_known_frame)]
    page.set_viewport_size({"width": 360, "height": 740})
    return found + [f"360 px: {one}" for one in faults_of(page, rules=narrow, is_frame_known=has_known_frame)]


def in_english(page: Page, addresses: dict[str, str]) -> list[str]:
    """Look at each door once more in English on the phone, where its words may be too wide."""
    if not addresses:
        return []
    choose_language(page, "en")
    page.set_viewport_size({"width": 360, "height": 740})
    found = []
    for endpoint, address in addresses.items():
        page.goto(address)
        spoken.add(endpoint)
        found += [f"English {endpoint} {address}: {one}" for one in overflow(page)]
    choose_language(page, "id")  # as others find it who sign in by that name
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
