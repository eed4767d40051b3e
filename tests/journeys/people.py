"""What people do again and again: sign in, say yes, read a page's heading."""

from playwright.sync_api import Page, expect

from tests.journeys.service import PASSWORD


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in by name and password, as anyone does."""
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button[type=submit]")
    expect(page).not_to_have_url(page.url.split("/sign-in")[0] + "/sign-in")


def choose_language(page: Page, code: str) -> None:
    """Choose "id" or "en" at the foot of a page, and wait until it speaks."""
    page.goto("/help")
    page.get_by_role("button", name={"id": "Bahasa Indonesia", "en": "English"}[code]).click()
    expect(page.locator("html")).to_have_attribute("lang", code)
