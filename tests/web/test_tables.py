"""Exports in which no cell is a formula, and what was meant is read again."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from lms.web.tables import Column, csv_text, guarded, unguarded, xlsx


@given(st.text(alphabet="'=+-@|\t\r ab", max_size=8))
def test_a_guarded_text_starts_no_formula_and_is_itself_again(text: str) -> None:
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "|", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_headings_that_people_wrote_start_no_formula_and_titles_command_no_header() -> None:
    columns = [Column("=1+1 (28/10)")]
    assert csv_text(columns, []).strip() == "'=1+1 (28/10)"
    with zipfile.ZipFile(io.BytesIO(xlsx(columns, [], title="Diklat R&G & " + "x" * 300))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "&amp;L&amp;BDiklat R&amp;&amp; G &amp;&amp; xxx" in page
