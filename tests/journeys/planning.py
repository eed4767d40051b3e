"""What the organising side does: a training from a template, its people from a spreadsheet, their slips, the end."""

import re
import subprocess
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Locator, Page, expect

HEADINGS = (
    "Nama lengkap", "Gelar belakang", "L/P", "Nomor HP", "NIP", "Jabatan", "Instansi", "Kabupaten/Kota", "Sebagai",
)  # fmt: skip
OFFICE = "Dinas Perpustakaan dan Kearsipan Kabupaten Tulang Bawang"


def write_list(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Write a spreadsheet as an office sends it: a title, the headings, the people."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Peserta")
        sheet.write(0, 0, "DAFTAR PESERTA")
        for number, cells in enumerate([HEADINGS, *rows], start=2):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)


def copy_template(page: Page, title: str, first_day: str) -> str:
    """Plan a training from the template of 2019 with new dates and open it; return its address."""
    page.goto("/staff/trainings")
    page.get_by_role("link", name="Dari templat").click()
    page.get_by_role("link", name="Templat: Penguatan Kapasitas Fasilitator Perpustakaan").click()
    page.fill("#title", title)
    page.fill("#starts", first_day)
    page.get_by_role("button", name="Salin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    address = page.url
    page.get_by_role("link", name="Buka pelatihan ini").click()
    page.get_by_role("button", name="Buka pelatihan ini").click()
    expect(page.get_by_role("link", name="Tutup", exact=True)).to_be_visible()
    return address


def move_on_board(page: Page, training: str, session: str) -> None:
    """Drag a session half an hour on with the mouse, and bring it back by the keyboard."""
    page.goto(f"{training}/agenda/board")
    block = page.locator(".board-block", has_text=session).first
    time, handle = block.locator("[data-time]"), block.locator(".board-handle")
    handle.scroll_into_view_if_needed()
    began, box = time.inner_text(), handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 10)
    page.mouse.move(x, y + 30, steps=3)  # a minute is a pixel
    with page.expect_navigation():
        page.mouse.up()
    hour, minute = (int(part) for part in began[:5].split("."))
    later = f"{hour + (minute + 30) // 60:02}.{(minute + 30) % 60:02}"
    expect(time).to_have_text(re.compile(rf"^{re.escape(later)}"))
    handle.press("ArrowUp")
    handle.press("ArrowUp")
    with page.expect_navigation():
        handle.press("Enter")
    expect(time).to_have_text(began)


def upload(page: Page, training: str, file: Path) -> None:
    """Hand a spreadsheet in for its check; nobody is added yet."""
    page.goto(f"{training}/import")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Periksa berkas ini").click()
    expect(page.get_by_role("heading", name="Yang akan terjadi")).to_be_visible()


def add(page: Page) -> None:
    """Say yes to a checked list."""
    page.locator("main form .form-acts button", has_text="Tambahkan").click()
    expect(page.get_by_text("Orang-orang sudah masuk dalam pelatihan.")).to_be_visible()


def people_in(page: Page, training: str) -> int:
    """Return how many participants are registered in a training."""
    page.goto(training)
    return int(figure(page, "terdaftar").locator("a, .figure-value").first.evaluate("e => e.firstChild.textContent"))


def receive(page: Page, training: str) -> None:
    """Mark everybody as arrived, at the desk of the hotel."""
    page.goto(f"{training}/people")
    tick_all(page)
    page.get_by_role("button", name="Tandai datang").click()
    expect(page.locator(".flashes")).to_be_visible()
    expect(page.locator("tbody").get_by_text("Datang", exact=True).first).to_be_visible()


def tick_all(page: Page) -> None:
    """Tick every row of a list."""
    boxes = page.locator("tbody input[type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).check()


def figure(page: Page, label: str) -> Locator:
    """Find a figure of a page by its label."""
    return page.locator(".figure", has=page.locator(".figure-label", has_text=label))


def expect_number(page: Page, label: str, number: int) -> None:
    """Expect a figure of a page."""
    expect(figure(page, label).locator(".figure-value")).to_have_text(re.compile(rf"^{number}\b"))


def print_slip(page: Page, name: str, folder: Path) -> str:
    """Print the paper slip of somebody without an account and read its code from the PDF, as the person will."""
    page.goto(f"/staff/people/?q={name}")
    page.get_by_label(f"Pilih {name}").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Slip kode kertas").click()
    waiting.value.save_as(folder / "slips.pdf")
    command = ["pdftotext", "-layout", folder / "slips.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{2,4})+\b", text)
    assert found is not None, text
    assert name in " ".join(text.split())
    return found.group()


def close(page: Page, training: str) -> None:
    """Close a training after reading what that does."""
    page.goto(training)
    page.get_by_role("link", name="Tutup", exact=True).click()
    page.locator("main button.button-primary").click()
    expect(page.get_by_role("link", name="Buka kembali")).to_be_visible()
