"""How texts are drawn and releases compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.rules import Change, Difference, Face, differences, draw, media_names


def test_a_table_is_drawn_with_alignment_and_without_inline_style() -> None:
    html = draw("| A | B |\n|:--|--:|\n| 1 | 2 |")

    assert '<div class="table-box"' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_raw_html_is_shown_as_text() -> None:
    assert "<script" not in draw("<script>alert(1)</script>")
    assert "&lt;script&gt;" in draw("Halo <script>alert(1)</script>")


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_runs_is_not_drawn(bad: str) -> None:
    assert "href" not in draw(f"[klik]({bad})")


def test_a_picture_of_another_host_is_named_but_not_fetched() -> None:
    html = draw("![foto](https://example.org/a.png)")

    assert "<img" not in html
    assert "foto" in html


def test_a_picture_of_the_module_gets_its_address() -> None:
    assert draw("![foto](media/a.png)", {"a.png": "/files/1"}) == (
        '<p><img src="/files/1" alt="foto" loading="lazy"></p>\n'
    )


def test_a_video_is_drawn_with_controls() -> None:
    assert '<video src="/files/1" controls' in draw("![film](media/a.mp4)", {"a.mp4": "/files/1"})


def test_the_first_heading_of_a_text_stands_below_the_title_of_the_page() -> None:
    assert draw("# Satu").startswith("<h2>")


def test_files_are_found_by_the_names_that_a_text_uses() -> None:
    assert media_names("![a](media/a.png) dan [b](media/b-2.pdf)") == {"a.png", "b-2.pdf"}


@given(st.text())
def test_no_text_makes_a_script_or_an_event_handler(text: str) -> None:
    html = draw(text)

    assert "<script" not in html
    assert "<iframe" not in html


def _face(lesson_id: int, **facts: object) -> Face:
    known = {"section": "S", "title": f"L{lesson_id}", "kind": "page", "body": "x", "minutes": 5, "is_required": True}
    return Face(lesson_id=lesson_id, **{**known, **facts})  # type: ignore[arg-type]


def test_the_same_lessons_do_not_differ() -> None:
    assert differences([_face(1), _face(2)], [_face(1), _face(2)]) == []


def test_an_added_a_removed_and_a_renamed_lesson_are_told() -> None:
    found = differences([_face(1), _face(2)], [_face(2, title="Baru"), _face(3)])

    assert found == [
        Difference(Change.RENAMED, "Baru", "L2"), Difference(Change.ADDED, "L3"), Difference(Change.REMOVED, "L1"),
    ]  # fmt: skip


def test_only_the_lesson_that_left_its_place_has_moved() -> None:
    found = differences([_face(1), _face(2), _face(3)], [_face(3), _face(1), _face(2)])

    assert found == [Difference(Change.MOVED, "L3")]
