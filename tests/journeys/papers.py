"""What becomes paper: names confirmed, certificates issued, read back and verified."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pypdf
from playwright.sync_api import Page, expect

from tests.journeys.planning import tick_all


def confirm_all(page: Page, training: str) -> None:
    """Tick every name of the signed list that is still open."""
    page.goto(f"{training}/names")
    tick_all(page)
    page.get_by_role("button", name="Konfirmasi nama yang dicentang").click()
    expect(page.locator(".flashes .notice-good")).to_be_visible()


def issue(page: Page, training: str) -> None:
    """Issue what is ready, and watch the job until every file is there."""
    page.goto(f"{training}/certificates")
    page.get_by_role("link", name="Terbitkan sertifikat").click()
    page.locator("main .form-acts button.button-primary").click()
    expect(page.locator("main progress")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Semua berkas sudah ada", timeout=90_000)


def download(page: Page, folder: Path) -> Path:
    """Download one's own certificate."""
    page.goto("/my/certificates")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh").first.click()
    path = folder / "sertifikat.pdf"
    waiting.value.save_as(path)
    return path


def read(path: Path) -> dict[str, Any]:
    """Read a certificate back as others will: pages, text, lesson hours of both pages, number, code, fonts."""
    pages = pypdf.PdfReader(path).pages
    first, second = (" ".join(page.extract_text().split()) for page in (pages[0], pages[-1]))
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    return {
        "pages": len(pages), "first": first, "second": second, "number": _found(r"Nomor:? (\S+)", first),
        "code": _found(r"kode ([0-9A-Z-]{13,})", first), "jp": _found(r"selama ([\d.,]+)", first),
        "total": _found(r"(?:Jumlah|Total)\s*(?:JP)?\s*([\d.,]+)", second),
        "embedded": [line.split()[-5] for line in fonts],
    }  # fmt: skip


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, f"{pattern} is not in: {text}"
    return match[1]


def verify_by_code(page: Page, code: str) -> None:
    """Type the code of a paper, as somebody who has only the paper."""
    page.goto("/verify")
    page.fill("#code", code.lower().replace("-", " "))
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.locator(".verdict")).to_be_visible()


def drop(page: Page, path: Path) -> None:
    """Drop a file on the verification page, as from the desktop."""
    page.goto("/verify")
    with page.expect_navigation():
        page.evaluate(
            """(bytes) => {
              const data = new DataTransfer();
              data.items.add(new File([new Uint8Array(bytes)], "sertifikat.pdf", {type: "application/pdf"}));
              document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
            }""",
            list(path.read_bytes()),
        )


def ask_correction(page: Page, right: str) -> None:
    """Say on the verification page what is wrong, as somebody who has only the paper."""
    page.get_by_role("link", name="Ada kesalahan?").click()
    page.fill("#right", right)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.locator("main")).to_contain_text("menunggu panitia")


def replace_by_taps(page: Page, right: str) -> tuple[str, int]:
    """Answer the request from the first page on, by taps alone; the new number, and how many taps it took."""
    page.context.add_init_script(
        "addEventListener('click', (event) => { if (event.isTrusted) "
        "sessionStorage.taps = Number(sessionStorage.taps || 0) + 1 }, true)"
    )
    page.goto("/home")
    page.locator("nav summary", has_text="Lainnya").click()
    page.locator("nav details").get_by_role("link", name="Sertifikat", exact=True).click()
    page.get_by_role("link", name="Permintaan").click()
    page.locator(".card", has_text=right).get_by_role("button", name="Terbitkan pengganti").click()
    expect(page.locator(".flashes .notice-good")).to_be_visible()
    number = _found(r"(\d{4}/\S+\d{4})", page.locator(".flashes .notice-good").inner_text())
    return number, int(page.evaluate("sessionStorage.taps"))


def wait_for_file(page: Page, number: str) -> None:
    """Look at a certificate until its file is there."""
    page.goto("/staff/certificates?q=" + number)
    page.get_by_role("link", name=number).click()
    for _look in range(30):
        if page.get_by_role("link", name="Unduh").count():
            return
        page.wait_for_timeout(1000)
        page.reload()


def revoke(page: Page, number: str, reason: str) -> None:
    """Find a certificate in the register and revoke it."""
    page.goto("/staff/certificates?q=" + number)
    page.get_by_role("link", name=number).click()
    page.locator("summary", has_text="Cabut").click()
    box = page.locator("details[open]")
    box.locator("input[type=text], textarea").fill(reason)
    box.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(reason)
