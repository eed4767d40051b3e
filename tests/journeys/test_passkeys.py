"""A passkey from the first press to the next sign-in, with the authenticator that Chromium pretends to have."""

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.service import PASSWORD, Service

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_an_auditor_adds_a_passkey_and_signs_in_with_it_alone(browser: Browser, shared: Service) -> None:
    context = browser.new_context(base_url=f"http://localhost:{shared.port}", **DESKTOP)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto("/sign-in")
    page.fill("#name", "auditor")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.goto("/my/account/passkeys")
    add = page.get_by_role("button", name="Tambah passkey perangkat ini")
    page.fill("#proof", "salah salah")
    add.click()
    expect(page.get_by_role("alert")).to_contain_text("bukan kata sandi Anda")
    page.fill("#proof", PASSWORD)
    add.click()
    expect(page.locator("main")).to_contain_text("Passkey ditambahkan")
    context.clear_cookies()
    page.goto("/sign-in?next=/my/account/passkeys")
    page.get_by_role("button", name="Masuk dengan passkey").click()
    expect(page.locator("main")).to_contain_text("terakhir dipakai")
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Hapus passkey").click()
    expect(page.locator("main")).to_contain_text("Belum ada passkey")
    context.close()
