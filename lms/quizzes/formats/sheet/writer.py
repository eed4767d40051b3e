"""Writing a spreadsheet of questions, one a row, and how to fill it on a second sheet."""

import io
from collections.abc import Sequence
from typing import Any

from lms.quizzes.formats import building, original
from lms.quizzes.formats.reading import Found
from lms.quizzes.formats.sheet.names import ARROW, LETTERS, LINED, MOST_LETTERS, MOST_OPTIONS, MOST_ROWS, TYPES, mark_of
from lms.quizzes.models import QuestionType
from lms.quizzes.rules import writing
from lms.quizzes.rules.question_file import QuestionText

COLUMNS = ("key", "category", "type", "text", *(f"option {letter}" for letter in LETTERS), "right", "tolerance",
           "feedback", "tags", "objective")  # fmt: skip
_HELP = (
    ("pilihan ganda", "Pilihan A, B, … dan Kunci satu huruf, misalnya B."),
    ("pilihan ganda kompleks", "Pilihan A, B, … dan Kunci beberapa huruf, misalnya A, C."),
    ("benar salah", "Kunci: Benar atau Salah."),
    ("menjodohkan", "Tiap Pilihan berisi satu pasangan: pernyataan = pasangannya. Pengecoh ditulis tanpa tanda =."),
    ("mengurutkan", "Pilihan A, B, … dalam urutan yang benar; peserta melihatnya teracak."),
    ("isian singkat", "Kunci: jawaban yang diterima, dipisahkan titik koma. Tanda * berarti huruf apa saja."),
    ("angka", "Kunci: bilangan. Toleransi: selisih yang masih diterima."),
    ("daftar dalam teks", "Di Soal tulis [[1]], [[2]] … Pilihan A mengisi [[1]], B mengisi [[2]]; pengecoh diawali +."),
    ("kata ke dalam teks", "Sama seperti daftar dalam teks; peserta menyeret katanya."),
    (
        "isian dalam teks",
        "Di Soal tulis [[1]], [[2]] … Tiap Pilihan satu isian, misalnya: 1 menu 1: =Serang | Jakarta. "
        "Jenisnya menu, across, down, several, text, number; lalu nilainya.",
    ),
    ("esai, unggah berkas", "Hanya Soal; jawabannya dinilai pengajar."),
    ("keterangan", "Teks di antara soal; tidak ditanyakan apa-apa."),
    ("Soal, Pilihan, Umpan balik", "Boleh memakai Markdown: **tebal**, *miring*, - daftar."),
)


def write(questions: Sequence[Found], *, is_plain: bool = False) -> bytes:
    """Return a workbook of questions, and how to fill it on a second sheet.

    A hidden column holds the original of each, which counts while its row is the same; a plain one has none.
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False})  # fmt: skip
    page = book.add_worksheet("Soal")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    headings = ["Nama", "Kategori", "Jenis", "Soal", *(f"Pilihan {letter}" for letter in LETTERS), "Kunci", "Toleransi",
                "Umpan balik", "Label", "Tujuan", "Pelita"]  # fmt: skip
    page.write_row(0, 0, headings[:-1] if is_plain else headings, bold)
    page.set_column(0, 2, 18, wrap)
    page.set_column(3, 3, 50, wrap)
    page.set_column(4, len(headings), 22, wrap)
    page.set_column(len(headings) - 1, len(headings) - 1, 10, wrap, {"hidden": True})
    page.freeze_panes(1, 0)
    rows = (row if is_plain else [*row, _original(one, row)] for one in questions if (row := _row(one)))
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            page.write_string(number, index, cell)
    page.data_validation(1, 2, MOST_ROWS, 2, {"validate": "list", "source": [names[0] for names in TYPES.values()]})
    _help(book, bold, wrap)
    book.close()
    return target.getvalue()


def _original(one: Found, row: list[str]) -> str:
    said = original.written(one.question, mark=mark_of(dict(zip(COLUMNS, row, strict=True))))
    return said if len(said) <= MOST_LETTERS else ""


def _row(one: Found) -> list[str]:
    question = one.question
    names = TYPES.get(QuestionType(question.type))
    if names is None:
        return []
    options, right, tolerance = _cells(question)
    if len(options) > MOST_OPTIONS:
        return []
    return [question.key, " / ".join(one.category), names[0], question.text, *options,
            *[""] * (MOST_OPTIONS - len(options)), right, tolerance, question.feedback, ", ".join(question.tags),
            question.objective]  # fmt: skip


def _cells(question: QuestionText) -> tuple[list[str], str, str]:
    kind, options = question.type, question.options
    if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        shares = building.shares_of(question)
        letters = [letter for letter, share in zip(LETTERS, shares, strict=False) if share > 0]
        if kind == QuestionType.SINGLE:
            letters = [LETTERS[shares.index(max(shares))]]
        return [one["text"] for one in options], ", ".join(letters), ""
    if kind == QuestionType.TRUEFALSE:
        return [], "Benar" if options[0].get("correct") else "Salah", ""
    if kind == QuestionType.MATCHING:
        return _pairs(question), "", ""
    if kind in LINED:
        return writing.write(kind, options, question.settings).split("\n"), "", ""
    if kind == QuestionType.ORDERING:
        return [one["text"] for one in options], "", ""
    texts = "; ".join(str(one["text"]) for one in options)
    return [], texts, next((one["tolerance"] for one in options if one.get("tolerance")), "")


def _pairs(question: QuestionText) -> list[str]:
    words = {one["key"]: one["text"] for one in question.settings["choices"]}
    used = [one["right"][0] for one in question.options]
    pairs = [f"{one['text']}{ARROW}{words[one['right'][0]]}" for one in question.options]
    return pairs + [text for key, text in words.items() if key not in used]


def _help(book: Any, bold: Any, wrap: Any) -> None:
    page = book.add_worksheet("Petunjuk")
    page.set_column(0, 0, 26, wrap)
    page.set_column(1, 1, 90, wrap)
    page.write_row(0, 0, ["Jenis", "Cara mengisi"], bold)
    for number, row in enumerate(_HELP, 1):
        page.write_row(number, 0, row)
