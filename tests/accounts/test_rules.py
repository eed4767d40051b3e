"""Decisions about people."""

import pytest

from lms.accounts import rules


@pytest.mark.parametrize("text", ["0812 3456 7890", "+62812-3456-7890", "6281234567890", " 081234567890 "])
def test_a_phone_number_is_one_however_it_is_written(app, text):
    assert rules.normal_phone(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["", "12", "abc", "=1+1", "0812345678901234567890"])
def test_what_is_no_phone_number_is_none(app, text):
    assert rules.normal_phone(text) is None
