"""The main job, once on phones and once on desks: from a template to a verified certificate, in Indonesian."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import learning, papers, planning, roll
from tests.journeys.looks import Watch, looks_right
from tests.journeys.people import sign_in

Opened = Callable[..., tuple[Page, Watch]]
MODULE = "Update Capaian Program"
SESSION = f"{MODULE}: dari data ke cerita"
TRAINER = "Ni Komang Sudiarta"


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_main_job_runs_from_a_template_to_a_verified_certificate(
    device: str, opened: Opened, tmp_path: Path
) -> None:
    title = f"Penguatan Kapasitas {device}"
    someone = f"Siti Rahmawati {device}"
    manager, watch = opened(device)
    sign_in(manager, "manajer")
    training = plan(manager, watch, title, people_of(device, someone), tmp_path)

    learner, seen = opened(device)
    learning.claim(learner, planning.print_slip(manager, someone, tmp_path), f"siti.{device}")
    looks_right(learner, seen)
    take_the_pre_test_on_a_bad_line(learner, seen, title)
    reader, calm = opened(device, java_script_enabled=False)
    sign_in(reader, f"siti.{device}", learning.PASSWORD)
    read_and_take_the_post_test(reader, calm, title)

    planning.receive(manager, training)
    looks_right(manager, watch)
    trainer, eyes = opened("phone")
    sign_in(trainer, "pengajar")
    mark_the_roll(trainer, eyes, training, others=planning.people_in(manager, training) - 1)
    assert roll.mark_all_sessions(manager, training) == 16
    planning.close(manager, training)
    looks_right(manager, watch)

    confirm_the_own_name(learner, seen, f"{someone}, S.Sos.")
    papers.confirm_all(manager, training)
    papers.issue(manager, training)
    looks_right(manager, watch)
    paper = papers.download(reader, tmp_path)
    number, code = read_the_paper(paper, f"{someone}, S.Sos.")
    visitor, look = opened(device)
    verify(visitor, look, paper, code, someone)
    papers.verify_by_code(visitor, code)
    papers.ask_correction(visitor, f"{someone}, S.Sos., M.A.")
    looks_right(visitor, look)
    successor, taps = papers.replace_by_taps(manager, f"{someone}, S.Sos., M.A.")
    assert taps <= 6
    looks_right(manager, watch)
    papers.wait_for_file(manager, successor)
    papers.verify_by_code(visitor, code)
    expect(visitor.locator(".verdict-word")).to_have_text("DIGANTI")
    visitor.get_by_role("link", name=successor).click()
    expect(visitor.locator("main")).to_contain_text(number)
    papers.revoke(manager, successor, "Nama tertukar")
    visitor.reload()
    expect(visitor.locator(".verdict-word")).to_have_text("DICABUT")
    expect(visitor.locator(".verdict")).to_contain_text("Nama tertukar")
    looks_right(visitor, look)


def people_of(device: str, someone: str) -> list[tuple[str, ...]]:
    """The list that an office sent: one to follow, a trainer who is known, three bad rows, and the others."""
    phone = "0813700000" + str(len(device)).zfill(2)
    office = (planning.OFFICE, "18.05")
    return [
        (someone, "S.Pd.", "P", phone, "", "Pustakawan", *office, "peserta"),
        (TRAINER, "", "", "0812 0000 590", "", "", "", "", "narasumber"),
        (f"Ma'ruf {device}", "", "L", "12", "", "", planning.OFFICE, "Kabupaten Tulang Bawah", ""),
        ("", "", "L", "", "", "", *office, ""),
        (f"Wayan {device}", "", "X", "", "12345", "", *office, ""),
        (f"<b>Budi</b> {device}", "", "L", "", "", "", *office, "peserta"),
        *[(f"Peserta {n} {device}", "", "L", "", "", "Pengelola", *office, "") for n in range(1, 7)],
    ]


def plan(page: Page, watch: Watch, title: str, people: list[tuple[str, ...]], folder: Path) -> str:
    training = planning.copy_template(page, title, "2019-10-28")
    expect(page.locator("main")).to_contain_text("28–31 Oktober 2019")
    looks_right(page, watch)
    planning.move_on_board(page, training, SESSION)
    planning.write_list(folder / "peserta.xlsx", people)
    planning.upload(page, training, folder / "peserta.xlsx")
    planning.expect_number(page, "baris perlu diperbaiki", 3)
    looks_right(page, watch)
    mend(page)
    planning.add(page)
    planning.expect_number(page, "ditambahkan ke pelatihan", 11)
    page.goto(f"{training}/agenda")
    page.get_by_role("link", name=f"Ubah {SESSION}").click()
    page.get_by_label(TRAINER).check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".flashes")).to_contain_text("Sesi tersimpan")
    return training


def mend(page: Page) -> None:
    """Mend two rows on the screen and leave the nameless one out; a wrong cell keeps what was typed."""
    cell = {field: page.locator(f"[aria-invalid][name$='-{field}']") for field in ("phone", "region", "sex", "nip")}
    assert cell["region"].input_value() == "Kabupaten Tulang Bawah"
    cell["phone"].fill("")
    cell["region"].fill("18.05")
    cell["sex"].fill("L")
    page.get_by_role("button", name="Simpan dan periksa lagi").click()
    planning.expect_number(page, "baris perlu diperbaiki", 2)
    assert cell["nip"].input_value() == "12345"
    cell["nip"].fill("")
    page.locator("fieldset", has_text="Nama belum diisi").get_by_label("Lewati baris ini").check()
    page.get_by_role("button", name="Simpan dan periksa lagi").click()
    planning.expect_number(page, "baris perlu diperbaiki", 0)


def take_the_pre_test_on_a_bad_line(page: Page, watch: Watch, title: str) -> None:
    learning.open_training(page, title)
    looks_right(page, watch)
    page.get_by_role("link", name="Pre-test").first.click()
    page.get_by_role("button", name="Mulai").click()
    expect(page.locator("fieldset[data-item]")).to_have_count(10)
    looks_right(page, watch)
    state = page.locator("[data-state]")
    page.context.set_offline(True)
    assert learning.answer_all(page) == 10
    expect(state).to_contain_text("Tidak ada sambungan")
    watch.take()  # the browser names each attempt without a line
    page.context.set_offline(False)
    expect(state).to_have_text("Tersimpan di server.", timeout=20_000)
    page.reload()
    expect(page.get_by_text("10 dari 10 soal terjawab")).to_be_visible()
    page.get_by_role("button", name="Serahkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil: Pre-test")
    looks_right(page, watch)


def read_and_take_the_post_test(page: Page, watch: Watch, title: str) -> None:
    """All without JavaScript: reading, and a quiz of one page."""
    learning.open_training(page, title)
    assert learning.read_to_the_end(page) == 5
    page.get_by_role("button", name="Mulai").click()
    learning.answer_all(page)
    page.get_by_role("button", name="Simpan dan lanjutkan nanti").click()
    expect(page.get_by_text("Jawaban Anda sudah tersimpan.")).to_be_visible()
    page.get_by_role("button", name="Serahkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil: Post-test")
    assert watch.take() == []


def mark_the_roll(page: Page, watch: Watch, training: str, *, others: int) -> None:
    """One tap each, all present then the exceptions, undo, search, counts."""
    page.goto(f"{training}/attendance")
    page.get_by_role("link", name=SESSION).click()
    looks_right(page, watch)
    roll.tap(page, "Ma'ruf", "T")
    roll.expect_counts(page, T=1, unmarked=others + 1)
    page.get_by_role("button", name=roll.ALL_PRESENT).click()
    roll.expect_counts(page, H=others + 1, T=1)
    page.get_by_role("button", name="Urungkan").first.click()
    roll.expect_counts(page, T=1, unmarked=others + 1)
    page.get_by_role("button", name=roll.ALL_PRESENT).click()
    page.get_by_role("searchbox", name="Cari nama atau instansi").fill("wayan")
    expect(page.locator("[data-person]:visible")).to_have_count(1)
    roll.tap(page, "Wayan", "A")
    page.reload()
    roll.expect_counts(page, H=others, T=1, A=1)
    expect(page.get_by_text("Bertentangan")).to_have_count(0)
    looks_right(page, watch)


def confirm_the_own_name(page: Page, watch: Watch, name: str) -> None:
    page.goto("/my/certificates")
    page.get_by_role("link", name="Periksa nama saya").click()
    page.wait_for_load_state("load")
    page.fill("#name", name)
    expect(page.locator("[data-name-preview]")).to_have_text(name)
    looks_right(page, watch)
    page.get_by_role("button", name="Sudah benar").click()


def read_the_paper(path: Path, name: str) -> tuple[str, str]:
    paper: dict[str, Any] = papers.read(path)
    assert paper["pages"] == 2
    assert name in paper["first"]
    assert "28 s.d. 31 Oktober 2019" in paper["first"]
    assert paper["number"] in paper["second"]
    assert paper["jp"] == paper["total"] == "32"
    assert set(paper["embedded"]) == {"yes"}
    return paper["number"], paper["code"]


def verify(page: Page, watch: Watch, paper: Path, code: str, name: str) -> None:
    papers.verify_by_code(page, code)
    expect(page.locator(".verdict-word")).to_have_text("SAH")
    expect(page.locator("main")).to_contain_text(name)
    looks_right(page, watch)
    papers.drop(page, paper)
    expect(page.locator("main")).to_contain_text("sama persis")
    changed = paper.with_name("diubah.pdf")
    changed.write_bytes(paper.read_bytes() + b"\n")
    papers.drop(page, changed)
    expect(page.locator(".verdict-word")).to_have_text("TIDAK ASLI")
    watch.take()  # the look-up of a hash that no file has is answered with 404
