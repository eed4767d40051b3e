"""A spreadsheet of questions, one a row, for people who know no question format."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.core.names import folded
from lms.quizzes.formats import building
from lms.quizzes.formats.reading import Found, Reading, Skipped, Unreadable, gathered
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME = "xlsx"
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 5000
MOST_OPTIONS = 12
LETTERS = "ABCDEFGHIJKL"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "key": ("nama", "kode", "name", "key"), "category": ("kategori", "category"),
    "type": ("jenis", "tipe", "type"), "text": ("soal", "pertanyaan", "question", "text"),
    "right": ("kunci", "jawaban benar", "right answer", "answer"), "tolerance": ("toleransi", "tolerance"),
    "feedback": ("umpan balik", "pembahasan", "feedback"), "tags": ("label", "tag", "tags"),
    "objective": ("tujuan", "objective"),
}  # fmt: skip
TYPES: Mapping[str, tuple[str, ...]] = {
    QuestionType.SINGLE: ("pilihan ganda", "single", "single choice", "multiple choice"),
    QuestionType.MULTIPLE: ("pilihan ganda kompleks", "pilihan jamak", "multiple", "multiple answers"),
    QuestionType.TRUEFALSE: ("benar salah", "benar/salah", "truefalse", "true or false", "true/false"),
    QuestionType.MATCHING: ("menjodohkan", "matching"), QuestionType.ORDERING: ("mengurutkan", "urutan", "ordering"),
    QuestionType.SHORTANSWER: ("isian singkat", "isian", "shortanswer", "short answer"),
    QuestionType.NUMERICAL: ("angka", "isian angka", "numerical", "number"),
    QuestionType.ESSAY: ("esai", "uraian", "essay"), QuestionType.FILE: ("unggah berkas", "berkas", "file"),
    QuestionType.DESCRIPTION: ("keterangan", "description"),
}  # fmt: skip
TRUE, FALSE = {"benar", "b", "true", "t", "ya"}, {"salah", "s", "false", "f", "tidak"}
ARROW = " = "
_OPTION = re.compile(r"^(?:pilihan|opsi|option)\s+([a-l])$")


def read(data: bytes) -> Reading:
    """Return the questions of the first sheet of a workbook."""
    table = _table(data)
    start, columns = _headings(table)
    return gathered(NAME, _questions(table, start, columns))


def _table(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise Refused(_("This file is too large when it is unpacked."))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + 1:
            raise Refused(_("This file has more than %(n)s rows. Divide it.", n=MOST_ROWS))
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, IndexError, NotImplementedError) as error:
        raise Refused(_("This is not a spreadsheet that can be read. Use the template.")) from error
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _headings(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(table[:20]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            words = " ".join(folded(cell).split())
            name = next((field for field, names in FIELDS.items() if words in names), "")
            letter = _OPTION.match(words)
            columns.setdefault(f"option {letter[1].upper()}" if letter else name, index)
        columns.pop("", None)
        if {"type", "text"} <= columns.keys():
            return number, columns
    raise Refused(_("No headings “Jenis” and “Soal” were found in the first 20 rows. Use the template."))


def _questions(
    table: Sequence[Sequence[str]], start: int, columns: Mapping[str, int]
) -> Iterator[Found | Skipped]:  # fmt: skip
    for number, row in enumerate(table[start + 1 :], start + 2):
        cells = {name: row[index] for name, index in columns.items() if index < len(row)}
        if not any(cells.values()):
            continue
        where = str(_("row %(n)s", n=number))
        try:
            yield _found(where, cells)
        except Unreadable as error:
            yield Skipped(where, str(error))


def _found(where: str, cells: Mapping[str, str]) -> Found:
    words = " ".join(folded(cells.get("type", "")).split())
    kind = next((one for one, names in TYPES.items() if words in names), None)
    if kind is None:
        raise Unreadable(_("there is no type of question called “%(type)s”.", type=cells.get("type", "")[:40]))
    options = [text for letter in LETTERS if (text := cells.get(f"option {letter}", ""))]
    tags = tuple(tag.strip()[:60] for tag in cells.get("tags", "").split(",") if tag.strip())
    question = QuestionText(
        key=cells.get("key", "")[:60], text=cells.get("text", ""), feedback=cells.get("feedback", ""), tags=tags,
        objective=cells.get("objective", "")[:20], **_facts(QuestionType(kind), options, cells),
    )  # fmt: skip
    path = tuple(one.strip() for one in cells.get("category", "").split(" / ") if one.strip())
    return Found(where=where, question=question, category=path)


def _facts(kind: QuestionType, options: list[str], cells: Mapping[str, str]) -> dict[str, Any]:
    right = cells.get("right", "")
    if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        letters = set(re.findall(r"[A-L]", right.upper()))
        rows = [(text, float(letter in letters), "") for letter, text in zip(LETTERS, options, strict=False)]
        made = tuple(building.option(n, *row) for n, row in enumerate(rows, 1))
        return {"type": kind, "options": made}
    if kind == QuestionType.TRUEFALSE:
        return {"type": kind, "options": building.true_false(_is_true(right))}
    if kind == QuestionType.MATCHING:
        pairs = [one.split(ARROW, 1) if ARROW in one else ["", one] for one in options]
        places, settings = building.pairs([(left.strip(), other.strip()) for left, other in pairs])
        return {"type": kind, "options": places, "settings": settings}
    if kind == QuestionType.ORDERING:
        return {"type": kind, "options": building.ordered(options)}
    if kind in (QuestionType.SHORTANSWER, QuestionType.NUMERICAL):
        return {"type": kind, "options": _typed(kind, right, cells.get("tolerance", ""))}
    return {"type": kind, "options": ()}


def _is_true(text: str) -> bool:
    word = folded(text)
    if word not in TRUE | FALSE:
        raise Unreadable(_("the right answer must be Benar or Salah."))
    return word in TRUE


def _typed(kind: QuestionType, right: str, tolerance: str) -> building.Options:
    texts = [one.strip() for one in re.split(r"[;\n]", right) if one.strip()]
    if kind == QuestionType.NUMERICAL:
        texts, tolerance = [one.replace(",", ".") for one in texts], tolerance.replace(",", ".")
    made = building.answers([(text, 1.0, "") for text in texts], is_typed=True)
    is_near = kind == QuestionType.NUMERICAL and tolerance.strip("0.") != ""
    return tuple(one | ({"tolerance": tolerance} if is_near else {}) for one in made)


def write(questions: Sequence[Found]) -> bytes:
    """Return a workbook of questions, and how to fill it on a second sheet."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False})  # fmt: skip
    page = book.add_worksheet("Soal")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    headings = ["Nama", "Kategori", "Jenis", "Soal", *(f"Pilihan {letter}" for letter in LETTERS), "Kunci", "Toleransi",
                "Umpan balik", "Label", "Tujuan"]  # fmt: skip
    page.write_row(0, 0, headings, bold)
    page.set_column(0, 2, 18, wrap)
    page.set_column(3, 3, 50, wrap)
    page.set_column(4, len(headings), 22, wrap)
    page.freeze_panes(1, 0)
    rows = (row for one in questions if (row := _row(one)))
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            page.write_string(number, index, cell)
    page.data_validation(1, 2, MOST_ROWS, 2, {"validate": "list", "source": [names[0] for names in TYPES.values()]})
    _help(book, bold, wrap)
    book.close()
    return target.getvalue()


def template() -> bytes:
    """Return a workbook with an example of each type."""
    return write([Found(where="", question=one) for one in _examples()])


def _row(one: Found) -> list[str]:
    question = one.question
    names = TYPES.get(QuestionType(question.type))
    if names is None or len(question.options) > MOST_OPTIONS:
        return []
    options, right, tolerance = _cells(question)
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
        return _pairs(question)[:MOST_OPTIONS], "", ""
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


_HELP = (
    ("pilihan ganda", "Pilihan A, B, … dan Kunci satu huruf, misalnya B."),
    ("pilihan ganda kompleks", "Pilihan A, B, … dan Kunci beberapa huruf, misalnya A, C."),
    ("benar salah", "Kunci: Benar atau Salah."),
    ("menjodohkan", "Tiap Pilihan berisi satu pasangan: pernyataan = pasangannya. Pengecoh ditulis tanpa tanda =."),
    ("mengurutkan", "Pilihan A, B, … dalam urutan yang benar; peserta melihatnya teracak."),
    ("isian singkat", "Kunci: jawaban yang diterima, dipisahkan titik koma. Tanda * berarti huruf apa saja."),
    ("angka", "Kunci: bilangan. Toleransi: selisih yang masih diterima."),
    ("esai, unggah berkas", "Hanya Soal; jawabannya dinilai pengajar."),
    ("keterangan", "Teks di antara soal; tidak ditanyakan apa-apa."),
    ("Soal, Pilihan, Umpan balik", "Boleh memakai Markdown: **tebal**, *miring*, - daftar."),
)


def _examples() -> list[QuestionText]:
    pairs, settings = building.pairs([("000", "Karya umum"), ("200", "Agama"), ("", "Sejarah")])
    return [
        QuestionText(key="Contoh 1", type="single", text="Siapa yang boleh meminjam buku di perpustakaan desa?",
                     options=building.answers([("Hanya pelajar", 0, ""), ("Semua warga", 1, "")])),
        QuestionText(key="Contoh 2", type="truefalse", text="Perpustakaan hanya tempat menyimpan buku.",
                     options=building.true_false(False)),
        QuestionText(key="Contoh 3", type="matching", text="Pasangkan kelas DDC dengan pokoknya.", options=pairs,
                     settings=settings),
        QuestionText(key="Contoh 4", type="numerical", text="Berapa menit satu jam pelajaran?",
                     options=building.answers([("45", 1, "")], is_typed=True)),
        QuestionText(key="Contoh 5", type="essay", text="Ceritakan satu kegiatan perpustakaan Anda.", options=()),
    ]  # fmt: skip
