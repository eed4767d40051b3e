"""What may be asked, what may be answered, how a list of questions changes, and what answers add up to."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms.core.errors import Refused
from lms.questionnaires import rules
from lms.questionnaires.rules import Kind, Upload
from lms.web.i18n import said

YES_NO = [{"key": 0, "id": "Ya", "en": "Yes"}, {"key": 1, "id": "Tidak", "en": "No"}]
CLASSES = [{"key": 4, "id": "Menulis", "seats": 2}, {"key": 2, "id": "Foto", "seats": None}]
PDF = b"%PDF-1.7 x"


def question(kind: Kind, *, key: str = "q1", required: bool = True, **facts: Any) -> dict[str, Any]:
    return rules.make_question(key, kind=kind, label={"id": "?"}, required=required, **facts)


@pytest.mark.parametrize(
    ("asked", "sent", "kept"),
    [
        (question(Kind.SCALE), ["4"], 4),
        (question(Kind.CHOICE, options=YES_NO), ["0"], 0),
        (question(Kind.CHOICES, options=YES_NO), ["1", "0"], [0, 1]),
        (question(Kind.SEATS, options=CLASSES), ["4"], 4),
        (question(Kind.TEXT), ["  Bagus\u202e "], "Bagus"),
        (question(Kind.LINE), [" a\n b "], "a b"),
        (question(Kind.NUMBER, least=-5, most=2000), ["1.500"], 1500),
        (question(Kind.DAY), ["2019-10-28"], "2019-10-28"),
        (question(Kind.CONSENT), ["1"], True),
    ],
)
def test_an_answer_is_kept_as_a_plain_value_and_fills_the_form_again(
    app: Flask, asked: Any, sent: list[str], kept: Any
) -> None:
    assert rules.read_answers([asked], {"q1": sent}) == ({"q1": kept}, {})
    assert rules.read_answers([asked], rules.as_sent([asked], {"q1": kept})) == ({"q1": kept}, {})


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (question(Kind.SCALE), ["0"]), (question(Kind.SCALE), ["6"]), (question(Kind.SCALE), ["x"]),
        (question(Kind.SCALE), ["1", "2"]), (question(Kind.SCALE), []), (question(Kind.SCALE), ["٣"]),
        (question(Kind.CHOICE, options=YES_NO), ["2"]), (question(Kind.CHOICES, options=YES_NO), ["0", "0"]),
        (question(Kind.SEATS, options=CLASSES), ["0"]), (question(Kind.CONSENT), []), (question(Kind.FILE), ["x"]),
        (question(Kind.TEXT), ["   "]), (question(Kind.TEXT), ["x" * 2001]), (question(Kind.LINE), ["x" * 201]),
        (question(Kind.NUMBER, least=1), ["0"]), (question(Kind.NUMBER, most=9), ["10"]),
        (question(Kind.NUMBER), ["1,5"]), (question(Kind.NUMBER), ["٣"]), (question(Kind.NUMBER), ["9" * 30]),
        (question(Kind.DAY), ["28/10/2019"]), (question(Kind.DAY), ["0001-01-01"]), (question(Kind.SCALE), ["9" * 400]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_question(app: Flask, asked: Any, sent: list[str]) -> None:
    answers, wrong = rules.read_answers([asked], {"q1": sent, "q99": ["1"]})
    assert (answers, list(wrong)) == ({}, ["q1"])


def test_what_need_not_be_answered_may_be_left(app: Flask) -> None:
    asked = [question(kind, key=kind.value, required=False, options=YES_NO) for kind in Kind]
    assert rules.read_answers(asked, {}) == ({}, {})


def test_a_file_is_taken_by_what_it_is_and_stays_where_none_is_sent(app: Flask) -> None:
    asked = [question(Kind.FILE)]
    letter = Upload("surat.pdf", PDF)
    assert rules.read_answers(asked, {}, {"q1": letter}) == ({"q1": letter}, {})
    assert list(rules.read_answers(asked, {}, {"q1": Upload("surat.pdf", b"MZ\x90")})[1]) == ["q1"]
    assert list(rules.read_answers(asked, {}, {"q1": Upload("x.pdf", PDF * 600_000)})[1]) == ["q1"]
    kept = {"q1": {"file": "a", "name": "surat.pdf"}}
    assert rules.read_answers(asked, {}, {"q1": Upload("", b"")}, before=kept) == (kept, {})


@pytest.mark.parametrize(
    "asked",
    [
        question(Kind.CHOICE, options=YES_NO[:1]), question(Kind.SCALE, options=YES_NO[:1]),
        question(Kind.SEATS, options=[{**one, "seats": None} for one in YES_NO]),
        question(Kind.NUMBER, least=2, most=1),
    ],
)  # fmt: skip
def test_a_question_that_nobody_could_answer_is_refused(app: Flask, asked: Any) -> None:
    with pytest.raises(Refused):
        rules.require_question(asked, count=0)


def test_questions_move_are_copied_and_go() -> None:
    asked = [question(Kind.TEXT, key=key) for key in ("q1", "q2", "q3")]

    def keys(questions: Any) -> list[str]:
        return [one["key"] for one in questions]

    assert keys(rules.with_moved(asked, "q3")) == ["q1", "q3", "q2"]
    assert keys(rules.with_moved(asked, "q1", 1)) == ["q2", "q1", "q3"]
    assert keys(rules.with_moved(asked, "q1")) == keys(rules.with_moved(asked, "q3", 1)) == ["q1", "q2", "q3"]
    assert keys(rules.with_copy(asked, "q1", "q4")) == ["q1", "q4", "q2", "q3"]
    assert keys(rules.without(asked, "q2")) == ["q1", "q3"]


def test_choices_keep_their_keys_when_they_move_are_renamed_or_joined_by_others() -> None:
    first = rules.read_options("Menulis | Writing | 30\nFoto | Photo | 20\nBebas", seats=True)
    assert [(one["key"], one["seats"]) for one in first] == [(0, 30), (1, 20), (2, None)]
    assert rules.read_options(rules.option_lines(first), kept=first, seats=True) == first
    moved = rules.read_options("foto | Photo | 25\nMenulis | Writing | 30\nBebas\nMusik", kept=first, seats=True)
    assert [one["key"] for one in moved] == [1, 0, 2, 3]
    renamed = rules.read_options("Menulis | Writing\nFotografi | Photo\nBebas", kept=first, seats=True)
    assert [(one["key"], one["id"]) for one in renamed] == [(0, "Menulis"), (1, "Fotografi"), (2, "Bebas")]
    fewer = rules.read_options("Lain\nMenulis", kept=first)
    assert [one["key"] for one in fewer] == [3, 0]


@given(st.text(max_size=60), st.booleans())
def test_any_lines_give_choices_with_different_keys(text: str, seats: bool) -> None:
    read = rules.read_options(text, kept=CLASSES, seats=seats)
    assert len({one["key"] for one in read}) == len(read)
    assert all(any(name in one for name in ("id", "en")) for one in read)


def test_answers_are_written_as_cells_and_read_back(app: Flask) -> None:
    asked = [
        question(Kind.CHOICES, key="q1", options=YES_NO), question(Kind.DAY, key="q2"), question(Kind.NUMBER, key="q3"),
        question(Kind.CONSENT, key="q4"), question(Kind.SEATS, key="q5", options=CLASSES),
        question(Kind.FILE, key="q6"), question(Kind.TEXT, key="q7"),
    ]  # fmt: skip
    answers = {"q1": [0, 1], "q2": "2019-10-28", "q3": 1500, "q4": True, "q5": 4}
    with app.test_request_context():
        cells = [rules.plain(one, answers, said) for one in asked]
        assert cells[:3] == ["Ya; Tidak", date(2019, 10, 28), 1500]
        texts = {one["key"]: str(cell or "") for one, cell in zip(asked, cells, strict=True)}
        assert rules.read_cells(asked, texts) == (answers, {})
        assert list(rules.read_cells(asked, {"q1": "yes; maybe"})[1]) == ["q1"]


def test_answers_add_up_by_kind() -> None:
    scale = rules.result_of(question(Kind.SCALE), [{"q1": 5}, {"q1": 4}, {}])
    assert (scale.answered, scale.counts, scale.mean) == (2, (0, 0, 0, 1, 1), 4.5)
    many = rules.result_of(question(Kind.CHOICES, options=YES_NO), [{"q1": [0, 1]}, {"q1": [1]}])
    assert (many.answered, many.counts) == (2, (1, 2))
    seats = rules.result_of(question(Kind.SEATS, options=CLASSES), [{"q1": 4}, {"q1": 4}, {"q1": 2}])
    assert seats.counts == (2, 1)
    assert rules.result_of(question(Kind.NUMBER), [{"q1": 1}, {"q1": 2}]).mean == 1.5
    mixed = [{"q1": "z"}, {"q1": "A"}, {"q1": ["z"]}, {"q1": {"a": 1}}, {"q1": None}]
    assert rules.result_of(question(Kind.TEXT), mixed).texts == ("A", "z")
    assert rules.result_of(question(Kind.NUMBER), [*mixed, {"q1": 3}]).mean == 3
    assert rules.result_of(question(Kind.CHOICES, options=YES_NO), [*mixed, {"q1": [1]}]).counts == (0, 1)
