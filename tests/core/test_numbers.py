"""Numbers as people type them."""

from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from lms.core import numbers
from lms.trainings.forms.fields import LessonHours
from lms.web.forms import Form, Whole


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("108474", ",", 108474), ("108.474", ",", 108474), ("108 474", ",", 108474), ("1.500.000,00", ",", 1500000),
        ("108,474", ".", 108474), ("1,234,567", ",", 1234567), ("-12", ",", -12), ("007", ".", 7), ("2,0", ",", 2),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_with_the_marks_of_its_language(text: str, mark: str, value: int) -> None:
    assert numbers.read_whole(text, decimal_mark=mark) == value


@pytest.mark.parametrize(("text", "mark"), [("108,474", ","), ("108.474", "."), ("2,000", ",")])
def test_what_is_another_number_elsewhere_is_refused(text: str, mark: str) -> None:
    with pytest.raises(numbers.TwoReadings):
        numbers.read_whole(text, decimal_mark=mark)


@pytest.mark.parametrize("text", ["dua", "1.5", "1,5", "12.34.56", "1..000", "0.108", "٣", "1e5", "9" * 13, "--1", "."])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(numbers.NotANumber):
        numbers.read_whole(text, decimal_mark=",")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [("1,5", ",", "1.5"), ("1.5", ",", "1.5"), ("1,5", ".", "1.5"), ("0.25", ",", "0.25"), ("1.500", ",", "1500")],
)
def test_a_number_with_a_fraction_may_have_either_mark_where_that_means_one_thing(
    text: str, mark: str, value: str
) -> None:
    assert numbers.read(text, decimal_mark=mark) == Decimal(value)


class _Figures(Form):
    people = Whole("People")
    hours = LessonHours("Lesson hours")


@pytest.mark.parametrize(
    ("language", "typed", "people", "said"),
    [
        ("id", "108.474", 108474, None), ("en", "108,474", 108474, None), ("id", "108474", 108474, None),
        ("en", "108.474", None, "can be read as two numbers"), ("id", "108,474", None, "dapat dibaca sebagai dua"),
        ("id", "banyak", None, "bilangan bulat"),
    ],
)  # fmt: skip
def test_a_field_takes_the_number_of_its_language_and_keeps_what_was_typed(
    app: Flask, language: str, typed: str, people: int | None, said: str | None
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        form = _Figures(MultiDict({"people": typed, "hours": "1,5"}), meta={"csrf": False})
        assert form.validate() is (said is None)
        assert (form.people.data, form.hours.data) == (people, 150)
        assert said is None or said in str(form.people.errors[0])
        drawn = form.people()
        assert [part in drawn for part in (f'value="{typed}"', 'type="text"', 'inputmode="numeric"')] == [True] * 3
        assert 'inputmode="decimal"' in form.hours()


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("007", 7), ("999", 999), ("1000", None), ("", None), ("-1", None), ("\u0663", None), ("1.0", None),
     ("9" * 5000, None)],
)  # fmt: skip
def test_only_plain_digits_up_to_a_limit_are_a_plain_number(text: str, value: int | None) -> None:
    assert numbers.plain(text, most=999) == value
