"""Codes that people read from paper and type on a phone."""

from hypothesis import given
from hypothesis import strategies as st

from lms.core import ids


@given(st.integers(min_value=10, max_value=80))
def test_a_code_has_only_letters_and_digits_and_is_read_back(bits: int) -> None:
    code = ids.crockford(bits)
    assert code.isalnum()
    assert ids.read_crockford(ids.grouped(code).lower()) == code


def test_a_code_typed_with_the_letters_o_i_and_l_for_digits_is_read() -> None:
    code = next(one for one in iter(lambda: ids.crockford(20), None) if one[-1] in "01")
    typed = code.replace("0", "o").replace("1", "l")
    assert ids.read_crockford(typed) == code


def test_a_code_with_one_wrong_character_is_refused() -> None:
    code = ids.crockford(50)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    assert ids.read_crockford(wrong) is None
