"""Exports in which no cell is a formula, and what was meant is read again."""

from hypothesis import given
from hypothesis import strategies as st

from lms.web.tables import guarded, unguarded


@given(st.text(alphabet="'=+-@|\t\r ab", max_size=8))
def test_a_guarded_text_starts_no_formula_and_is_itself_again(text: str) -> None:
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "|", "\t", "\r"))
    assert unguarded(guarded(text)) == text
