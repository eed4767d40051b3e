"""Without JavaScript people still register for a training; the main job reads, answers and downloads without it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.looks import Watch
from tests.journeys.people import sign_in

Opened = Callable[..., tuple[Page, Watch]]
COMING = "Peer Learning Meeting Sulawesi Selatan"


def test_a_visitor_registers_without_a_script_and_the_organiser_sees_it(opened: Opened) -> None:
    visitor, watch = opened("phone", java_script_enabled=False)
    visitor.goto("/trainings")
    visitor.get_by_role("link", name=COMING).click()
    visitor.fill("#name", "Andi Ma'ruf")
    visitor.fill("#phone", "12")
    visitor.check("#agrees")
    visitor.get_by_role("button", name="Daftar").click()
    expect(visitor.locator("#phone-error")).to_be_visible()
    expect(visitor.locator("#name")).to_have_value("Andi Ma'ruf")
    visitor.fill("#phone", "0813 9000 1234")
    for answer in ("Vegetarian", "XL", "Fotografi dengan ponsel sisa 15 tempat"):
        visitor.get_by_label(answer, exact=True).check()
    visitor.get_by_role("button", name="Daftar").click()
    expect(visitor.locator("main")).to_contain_text("Andi Ma'ruf")
    assert [one for one in watch.take() if "422" not in one] == []
    manager, _watch = opened("desktop")
    sign_in(manager, "manajer")
    manager.goto("/staff/trainings?q=Sulawesi+Selatan")
    manager.get_by_role("link", name=COMING).click()
    manager.get_by_role("link", name="Peserta", exact=True).click()
    manager.get_by_role("searchbox", name="Nama, instansi, wilayah, nomor HP, atau NIP").fill("Andi")
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("table")).to_contain_text("Andi Ma'ruf")
