"""The spreadsheet to fill in: an example of each type that it can hold."""

from typing import Any

from lms.quizzes.formats import building
from lms.quizzes.formats.reading import Found
from lms.quizzes.formats.sheet.writer import write
from lms.quizzes.rules import writing
from lms.quizzes.rules.question_file import QuestionText


def template() -> bytes:
    """Return a workbook with an example of each type."""
    return write([Found(where="", question=one) for one in _examples()], is_plain=True)


def _examples() -> list[QuestionText]:
    pairs, settings = building.pairs([("000", "Karya umum"), ("200", "Agama"), ("", "Sejarah")])
    gaps, words = writing.read("gapselect", "katalog\nrak\n+ loket")
    parts, _settings = writing.read("cloze", "1 menu 1: =Serang | Jakarta\n2 number 1: =8 ± 1")
    typed = building.answers([("katalog*", 1, "")], is_typed=True)
    steps = building.ordered(["Pilih buku", "Catat peminjaman", "Bawa pulang"])
    several = building.several([("Anak", 0.5, ""), ("Lansia", 0.5, ""), ("Tidak seorang pun", -1, "")])
    made: list[tuple[str, str, Any, Any]] = [
        ("single", "Siapa yang boleh meminjam buku di perpustakaan desa?",
         building.answers([("Hanya pelajar", 0, ""), ("Semua warga", 1, "")]), {}),
        ("multiple", "Siapa saja yang dilayani perpustakaan desa?", several, {}),
        ("truefalse", "Perpustakaan hanya tempat menyimpan buku.", building.true_false(False), {}),
        ("matching", "Pasangkan kelas DDC dengan pokoknya.", pairs, settings),
        ("ordering", "Urutkan langkah meminjam.", steps, {}),
        ("shortanswer", "Daftar semua koleksi disebut …", typed, {}),
        ("numerical", "Berapa menit satu jam pelajaran?", building.answers([("45", 1, "")], is_typed=True), {}),
        ("gapselect", "Cari bukunya di [[1]], lalu ambil dari [[2]].", tuple(gaps), words),
        ("dragwords", "Cari bukunya di [[1]], lalu ambil dari [[2]].", tuple(gaps), words),
        ("cloze", "Ibu kota Banten ialah [[1]]; provinsi itu memiliki [[2]] kabupaten dan kota.", tuple(parts), {}),
        ("essay", "Ceritakan satu kegiatan perpustakaan Anda.", (), {}),
        ("file", "Kirim foto satu kegiatan perpustakaan Anda.", (), {}),
        ("description", "Bacalah dahulu: soal berikut tentang layanan.", (), {}),
    ]  # fmt: skip
    return [QuestionText(key=f"Contoh {number}", type=kind, text=text, options=options, settings=facts)
            for number, (kind, text, options, facts) in enumerate(made, 1)]  # fmt: skip
