"""Numbers, names, standing: plain values."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.pdf.words import hours_in_words
from lms.certificates.rules import frozen, names, numbers
from lms.certificates.rules.standing import Standing, standing
from lms.core.errors import Refused
from lms.core.ids import read_crockford
from lms.web import fonts

OBSERVED = "{serial}/{unit}/{classification}/{roman_month}.{year}"


def test_a_number_is_written_as_offices_write_it() -> None:
    written = numbers.write(OBSERVED, serial=6617, on=date(2021, 8, 2), unit="2", classification="PRC.04.00")
    assert written == "6617/2/PRC.04.00/VIII.2021"


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{serial:04d}/{unit}/{classification}/{roman_month}.{year}", "0007/2/PRC.04.00/I.2020"),
        ("{year}-{month:02d}-{serial:05d}", "2020-01-00007"),
        ("No. {serial} ({month}/{year})", "No. 7 (1/2020)"),
    ],
)
def test_every_token_is_written(pattern: str, written: str) -> None:
    assert numbers.write(pattern, serial=7, on=date(2020, 1, 1), unit="2", classification="PRC.04.00") == written


def test_all_twelve_months_are_roman() -> None:
    months = [numbers.write("{roman_month}", serial=1, on=date(2020, m, 1)) for m in range(1, 13)]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def test_the_last_evening_of_2019_in_utc_is_january_2020_in_jakarta() -> None:
    on = numbers.day_of(datetime(2019, 12, 31, 17, 30, tzinfo=UTC), "Asia/Jakarta")
    assert numbers.write("{serial}/{roman_month}.{year}", serial=1, on=on) == "1/I.2020"


@pytest.mark.parametrize(
    "pattern",
    ["{serial}", "{year}", "{serial}/{year}/{ghost}", "{serial!r}/{year}", "{serial:>9}/{year}", "{serial/{year}",
     "{serial.__class__}/{year}", "{unit:04d}/{serial}/{year}", "{}/{serial}/{year}"],
)  # fmt: skip
def test_a_pattern_that_cannot_number_is_refused(app: Flask, pattern: str) -> None:
    with pytest.raises(Refused) as refused:
        numbers.require_pattern(pattern)
    assert "pattern" in refused.value.fields


def test_a_code_is_read_back_however_it_is_typed() -> None:
    code = frozen.new_code()
    assert len(code) == 13
    assert code.isalnum()
    assert read_crockford(frozen.code_facts(code, "http://x")["code_grouped"].lower()) == code


def test_a_short_name_is_written_in_26_points() -> None:
    assert names.fit("Siti", width=600, measure=fonts.width) == names.Fitted(("Siti",), 26.0)


def test_a_long_name_shrinks_and_then_takes_two_lines() -> None:
    shrunk = names.fit("Raden Ayu Siti Kusumawardhani Notonegoro, S.Sos., M.Hum.", width=650, measure=fonts.width)
    assert (len(shrunk.lines), 16 <= shrunk.size < 26) == (1, True)
    two = names.fit(" ".join(["Kusumawardhani"] * 7), width=650, measure=fonts.width)
    assert len(two.lines) == 2


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "Zs"]), min_size=1, max_size=200))
def test_no_name_is_ever_wider_than_its_line_and_no_letter_is_lost(name: str) -> None:
    name = " ".join(name.split()) or "x"
    fitted = names.fit(name, width=650, measure=fonts.width)
    assert all(fonts.width(line) * fitted.size <= 650.01 for line in fitted.lines)
    assert "".join(fitted.lines).replace(" ", "") == name.replace(" ", "")
    assert fitted.size >= 16


def test_spelling_can_be_corrected_but_not_the_person(app: Flask) -> None:
    assert names.require_same_name("Siti Aminah", "Dra. Siti Aminnah, M.Hum.") == "Dra. Siti Aminnah, M.Hum."
    assert names.require_same_name("Maruf", "Ma'ruf") == "Ma'ruf"
    for other in ("Budi Santoso", "", "  "):
        with pytest.raises(Refused):
            names.require_same_name("Siti Aminah", other)


def test_the_strongest_fact_decides_what_a_certificate_is_worth() -> None:
    day = date(2020, 1, 1)
    base = {"state": "issued", "revoked_at": None, "is_replaced": False, "expires_on": None, "today": day}
    assert standing(**base) == Standing.VALID
    assert standing(**base | {"expires_on": date(2019, 12, 31)}) == Standing.EXPIRED
    assert standing(**base | {"expires_on": day}) == Standing.VALID
    assert standing(**base | {"is_replaced": True}) == Standing.REPLACED
    assert standing(**base | {"is_replaced": True, "revoked_at": datetime(2020, 1, 1, tzinfo=UTC)}) == Standing.REVOKED
    assert standing(**base | {"state": "numbered"}) == Standing.IN_THE_MAKING
    assert standing(**base | {"state": "void"}) == Standing.VOID


def test_lesson_hours_are_said_in_words(app: Flask) -> None:
    with app.test_request_context("/?lang=id"):
        assert hours_in_words(3200, "id") == "32 (tiga puluh dua)"
        assert hours_in_words(3250, "id") == "32,5 (tiga puluh dua koma lima)"
        assert hours_in_words(1100, "id") == "11 (sebelas)"
