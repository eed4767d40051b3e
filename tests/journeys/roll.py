"""What a trainer does with the roll of a session, and how the others are marked."""

from playwright.sync_api import Page, expect

ALL_PRESENT = "Yang lain hadir semua"


def expect_counts(page: Page, **numbers: int) -> None:
    """Expect the counts above a roll: `expect_counts(page, H=9, T=1, unmarked=0)`; what is not named is none."""
    order = ("H", "T", "I", "S", "A", "unmarked")
    wanted = [str(numbers.get(status, 0)) for status in order]
    expect(page.locator(".roll-counts [data-count]")).to_have_text(wanted)


def tap(page: Page, name: str, status: str) -> None:
    """Mark one person with one tap, and wait until the service has it."""
    with page.expect_response("**/marks") as answer:
        page.locator("[data-person]", has_text=name).locator(f".roll-{status}").click()
    assert answer.value.ok
    expect(page.locator("[data-roll-line]")).to_be_hidden()


def mark_all_sessions(page: Page, training: str) -> int:
    """Mark everybody present in every session that still waits; return how many sessions there are."""
    page.goto(f"{training}/attendance")
    addresses = page.locator("main th[scope=row] a").evaluate_all("all => all.map((link) => link.pathname)")
    for address in addresses:
        page.goto(address)
        button = page.get_by_role("button", name=ALL_PRESENT)
        if button.count():
            button.click()
            expect(page.locator(".flashes")).to_contain_text("ditandai")
    return len(addresses)
