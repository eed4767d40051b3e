"""The programme manager opens the figures of 2019 and what each was counted from."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import Watch, looks_right
from tests.journeys.people import sign_in

Opened = Callable[..., tuple[Page, Watch]]
PERIOD = "from=2019-01-01&until=2019-10-31"
FIGURES = {
    "facilitators": "156", "villages": "300", "managers": "900", "activities": "3.088", "community": "108.474",
    "offices_online": "52", "meeting_guests": "2.258", "meeting_regencies": "59", "meeting_provinces": "20",
    "regencies": "60",
}  # fmt: skip


@pytest.mark.parametrize(("device", "opens"), [("phone", 2), ("desktop", len(FIGURES))])
def test_each_figure_of_2019_opens_its_rows(device: str, opens: int, opened: Opened) -> None:
    page, watch = opened(device)
    sign_in(page, "manajer")
    page.goto(f"/staff/figures?{PERIOD}")
    looks_right(page, watch)
    for code, number in list(FIGURES.items())[:opens]:
        page.locator(f".figure-value[href*='/staff/figures/{code}?']").click()
        expect(page.locator(".figure-value").first).to_have_text(number)
        if code != "community":  # a sum of tallies; the others count rows
            expect(page.locator(".pager")).to_contain_text(f"{number} baris")
        expect(page.get_by_role("table", name="Data di balik angka ini")).to_be_visible()
        page.go_back()
    assert watch.take() == []
