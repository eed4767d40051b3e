"""What the columns and the types of a spreadsheet of questions are called."""

import json
from collections.abc import Mapping
from hashlib import sha256

from lms.quizzes.models import QuestionType

NAME = "xlsx"
MOST_ROWS = 5000
MOST_OPTIONS = 12
LETTERS = "ABCDEFGHIJKL"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "key": ("nama", "kode", "name", "key"), "category": ("kategori", "category"),
    "type": ("jenis", "tipe", "type"), "text": ("soal", "pertanyaan", "question", "text"),
    "right": ("kunci", "jawaban benar", "right answer", "answer"), "tolerance": ("toleransi", "tolerance"),
    "feedback": ("umpan balik", "pembahasan", "feedback"), "tags": ("label", "tag", "tags"),
    "objective": ("tujuan", "objective"), "original": ("pelita",),
}  # fmt: skip
TYPES: Mapping[str, tuple[str, ...]] = {
    QuestionType.SINGLE: ("pilihan ganda", "single", "single choice", "multiple choice"),
    QuestionType.MULTIPLE: ("pilihan ganda kompleks", "pilihan jamak", "multiple", "multiple answers"),
    QuestionType.TRUEFALSE: ("benar salah", "benar/salah", "truefalse", "true or false", "true/false"),
    QuestionType.MATCHING: ("menjodohkan", "matching"), QuestionType.ORDERING: ("mengurutkan", "urutan", "ordering"),
    QuestionType.SHORTANSWER: ("isian singkat", "isian", "shortanswer", "short answer"),
    QuestionType.NUMERICAL: ("angka", "isian angka", "numerical", "number"),
    QuestionType.CLOZE: ("isian dalam teks", "cloze"),
    QuestionType.GAPSELECT: ("daftar dalam teks", "gapselect", "gaps with lists"),
    QuestionType.DRAGWORDS: ("kata ke dalam teks", "dragwords", "words into a text"),
    QuestionType.ESSAY: ("esai", "uraian", "essay"), QuestionType.FILE: ("unggah berkas", "berkas", "file"),
    QuestionType.DESCRIPTION: ("keterangan", "description"),
}  # fmt: skip
LINED = (QuestionType.CLOZE, QuestionType.GAPSELECT, QuestionType.DRAGWORDS)
ARROW = " = "
MOST_LETTERS = 32_000  # of a cell


def mark_of(cells: Mapping[str, str]) -> str:
    """Return the mark of a row by its cells that say something: another one where one of them is different."""
    said = {name: cell.strip() for name, cell in cells.items() if cell.strip() and name != "original"}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
