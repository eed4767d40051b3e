"""What the tests of papers share: data that a paper prints, hostile names, and readers of what was drawn."""

import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

MODULES = [("Kebijakan Transformasi", 400), ("Strategi Pengembangan Perpustakaan dan Pemanfaatan Teknologi", 850),
           ("Pelibatan Masyarakat", 1950)]  # fmt: skip
HOSTILE = [
    "Ma'ruf",
    "Siti",
    "I",
    "Raden Mas Haryo Suryodiningrat Kusumawardhana Notonegoro Wij",
    "Prof. Dr. Raden Mas Haryo Suryodiningrat Kusumawardhana Notonegoro, S.Sos., M.Hum., Ph.D.",
    "Ðặng Thị Ánh Tuyết Łukasz Šćepanović Öztürk Ñuñez Ğül Æsir",
    "<b>Budi</b> & \"Ani\" <script>alert(1)</script>",
    "{{ data.nip }} %(name)s {serial}",
    "Nama" * 40,
    " ".join(["Kusumawardhani"] * 13),
    "O’Neill–Đorđević, A.Md.Pust.",
    "AVATAR WAWA TOTO, S.T., M.T.",
    "fi ffi fl Affandi Sjafrial Effendi",
    "Tuti Yulianti 'Abdul-Wahab",
    "À É Î Õ Ü Ç Ñ Ø Å Ý Þ ß",
    "Ā Ĉ Ď Ę Ģ Ĥ Ĩ Ĵ Ķ Ļ Ň Ő Ŕ Ş Ţ Ų Ŵ Ŷ Ž",
    "ạ ả ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ ẹ ẻ ẽ ế ề ể ễ ệ",
    "Ḥasan Aḥmad Ṣāliḥ aṭ-Ṭabarī",
    "Ǎnǐ Ȟalima Ṫeguh",
    "I Gusti Ngurah Agung Wirātmaja",
    "Ni Luh Putu Ayu",
    "Dr. (H.C.) Ir. H. M. Yūsuf bin Ibrāhīm al-Ḥusainī, S.H., M.Kn.",
    "Drs. Tengku Muhammad Dhani Iqbal, M.Si.",
    "drg. Nur Aini",
    "Ellyza Rahmawati, S.IP.",
    "R. Ay. Hj. Dyah Permatasari Prawirodirdjo Tjokroaminoto Soerjaningrat, S.S., M.A.",
    "K.R.T. H. Suhartono Mangkudiningrat Notohadiprodjo Wreksodiningrat Kusumonegoro, Ph.D.",
    "X Æ A-12",
    "1234567890",
    "….,;:!?()[]{}/\\|@#$%^&*+=~`",
    "\"Kutip\" “ganda” ‘tunggal’ «guillemet»",
    "Nama_dengan_garis_bawah",
    "a" * 60,
    "W" * 30,
    "i" * 120,
    "Satu Dua Tiga Empat Lima Enam Tujuh Delapan Sembilan Sepuluh Sebelas Dua Belas",
    "https://example.org/?a=1&b=2",
    "%s %d %f {} {0}",
    "(BT) Tj ET /Span EMC",
    "<feff0041>",
    "\\(tutup\\) \\n \\053",
    "José María Ñáñez y Güell",
    "Søren Kierkegård-Bjørnsen",
    "Þórdís Ægisdóttir",
    "Zażółć Gęślą Jaźń",
    "Příliš Žluťoučký Kůň",
    "Árvíztűrő Tükörfúrógép",
    "İbrahim I\u015f\u0131k Çağlar Öğüt",
    "Nguyễn Thị Phương Thảo",
    "Ştefan Țepeș Ioniță",
    "Tên Ươm Ưu",
    "Lāčplēsis Ķēniņš",
    "Mª Nº 5ª",
    "Kapten (Purn.) Sutrisno",
    "M.   Ridwan".replace("   ", " "),
    "Sri–Mulyani—Indrawati",
    "Yth. Bpk/Ibu Guru",
    "T̂anda gabung ñ é",
    "Zero\u200bwidth\u00adsoft",
    "Non\u00a0breaking\u202fspaces",
]  # fmt: skip


def data(**changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "language": "id", "number": "0127/2/PRC.04.00/XI.2019", "replaces": "", "name": "Siti Aminah",
        "nip": "196608011988031001", "position": "Pengelola Perpustakaan Desa", "office": "Perpustakaan Desa Sukamaju",
        "capacity": "participant", "training": "Bimbingan Teknis Perpustakaan", "organiser": "Pusat Contoh",
        "starts": "2019-10-28", "ends": "2019-10-31", "city": "Jakarta", "jp": 3200,
        "modules": [{"title": title, "jp": jp} for title, jp in MODULES], "institution": "Pusat Contoh",
        "place": "Jakarta", "on_day": "2019-11-04", "made_at": "2019-11-04T03:00:00Z", "qualification": "",
        "signer": {"name": "Dra. Ratna, M.Hum.", "title": "Kepala Pusat", "nip": "", "in_stead": "a.n.",
                   "in_stead_of": "Kepala Badan"},
        "code": "7K3M9QWX2F8AB", "code_grouped": "7K3M-9QWX-2F8A-B",
        "verify_url": "http://127.0.0.1:8000/verify/7K3M9QWX2F8AB", "verify_at": "http://127.0.0.1:8000/verify",
    }  # fmt: skip
    return facts | changes


@dataclass(frozen=True)
class Seen:
    """What pdfium shows of a paper: the text of each page, and the pages as grey pictures."""

    texts: list[str]
    pages: list[Image.Image]


def seen(made: bytes, *, dpi: int = 150) -> Seen:
    """Look at a paper with pdfium, in this process."""
    opened = pypdfium2.PdfDocument(made)
    try:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in opened]
        texts = []
        for page in opened:
            text = page.get_textpage()
            texts.append(" ".join(text.get_text_bounded().split()))  # one glyph may stand for several kinds of spaces
            text.close()
        return Seen(texts, pages)
    finally:
        opened.close()


def text_of(made: bytes, tmp_path: Path) -> str:
    """Return the text as poppler reads it."""
    found = subprocess.run(["pdftotext", "-layout", str(_kept(made, tmp_path)), "-"], capture_output=True, check=True)
    return found.stdout.decode()


def pictures_of(made: bytes, tmp_path: Path, *, dpi: int = 150) -> list[Image.Image]:
    """Return the pages as grey pictures."""
    for old in tmp_path.glob("page*.pgm"):
        old.unlink()
    target = str(tmp_path / "page")
    subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), str(_kept(made, tmp_path)), target], check=True)
    return [Image.open(path).copy() for path in sorted(tmp_path.glob("page*.pgm"))]


def largest_difference(one: list[Image.Image], other: list[Image.Image]) -> int:
    """Return by how many grey levels two papers differ where they differ most."""
    assert [page.size for page in one] == [page.size for page in other]
    pairs = zip(one, other, strict=True)
    return max(int(ImageChops.difference(a, b).getextrema()[1]) for a, b in pairs)  # type: ignore[arg-type]


def tags_of(made: bytes) -> Any:
    """Return the tree of tags, each with its attributes and the text operators that it holds."""
    with pikepdf.open(BytesIO(made)) as opened:
        content = {page.objgen: _marked(page.Contents.read_bytes()) for page in opened.pages}
        return [_tag(kid, content) for kid in opened.Root.StructTreeRoot.K]


def _tag(element: Any, content: Any) -> Any:
    if element.get("/Type") == "/OBJR":  # the field of a signature
        return ("object", str(element.Obj.TU), [])
    facts = {key: str(element[key]) for key in ("/Alt", "/Lang") if key in element}
    if "/A" in element:
        facts |= {key: str(value.unparse()) if hasattr(value, "unparse") else str(value)
                  for key, value in element.A.items()}  # fmt: skip
    kids = [content[element.Pg.objgen][kid] if isinstance(kid, int) else _tag(kid, content) for kid in element.K]
    return (str(element.S), facts, kids)


def _marked(content: bytes) -> dict[int, Any]:
    """Return by number how many glyphs each piece of marked content shows."""
    found: dict[int, Any] = {}
    for piece in content.split(b"<</MCID ")[1:]:
        number, body = piece.split(b">>", 1)
        glyphs = body.split(b"EMC")[0].split(b"TJ")[0].partition(b"[")[2]
        found[int(number)] = b"".join(part.split(b">")[0] for part in glyphs.split(b"<")[1:])
    return found


def _kept(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "one.pdf"
    path.write_bytes(made)
    return path
