"""What a participant does: opens the account, reads, takes tests."""

from playwright.sync_api import Page, expect

PASSWORD = "tiga kata pendek"


def claim(page: Page, code: str, username: str) -> None:
    """Open an account with the code of a paper slip."""
    page.goto("/claim")
    page.locator("main input[type=text]").fill(code.lower())
    page.locator("main button[type=submit]").click()
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.get_by_role("button", name="Buka akun saya").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang")


def open_training(page: Page, title: str) -> None:
    """Go to a training's lessons from "my learning"."""
    page.goto("/my/learning/")
    page.get_by_role("link", name=title).first.click()


def read_to_the_end(page: Page) -> int:
    """Read from what is next to the last lesson of its module; return how many lessons that were."""
    heading = page.get_by_role("heading", level=1)
    page.locator("main a.button-primary").click()
    for number in range(1, 20):
        expect(page.locator("article.prose")).to_be_visible()
        title = heading.inner_text()
        page.locator("main form.row button.button-primary").click()
        expect(heading).not_to_have_text(title)
        if not page.locator("article.prose").count():
            return number
    raise AssertionError("The module has no end.")


def answer_all(page: Page, *, first: int = 0) -> int:
    """Give some answer to each question on this page, from the first-th on; return how many questions there are."""
    questions = page.locator("fieldset[data-item]")
    for number in range(first, questions.count()):
        question = questions.nth(number)
        choice = question.locator("input[type=radio], input[type=checkbox]").first
        if choice.count():
            choice.check()
        else:
            question.locator("input[type=text], input:not([type=hidden])").first.fill("3")
            page.keyboard.press("Tab")
    return questions.count()
