"""The rotating code, with plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.models import Phase, Status
from lms.attendance.rules import (
    Trace,
    accepts,
    away_km,
    code_at,
    flagged,
    require_claim_holds,
    require_time,
    status_for,
)
from lms.core.errors import Refused

NOON = datetime(2019, 10, 28, 5, 0, tzinfo=UTC)
MOMENTS = st.integers(1_546_300_800, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TIMES = [(-31, Phase.START), (91, Phase.START), (74, Phase.END), (121, Phase.END)]


@given(MOMENTS, st.binary(min_size=16, max_size=32), st.integers(0, 49))
def test_a_code_is_accepted_for_at_least_fifty_seconds(moment: datetime, secret: bytes, later: int) -> None:
    assert accepts(secret, code_at(secret, moment), moment + timedelta(seconds=later))


@given(MOMENTS, st.binary(min_size=16, max_size=32), st.integers(90, 900))
def test_a_code_that_was_photographed_ninety_seconds_ago_is_refused(
    moment: datetime, secret: bytes, later: int
) -> None:
    code, now = code_at(secret, moment), moment + timedelta(seconds=later)
    still_shown = {code_at(secret, now - timedelta(seconds=25 * back)) for back in range(3)}
    assert accepts(secret, code, now) == (code in still_shown)


def test_the_code_of_another_session_is_refused() -> None:
    assert not accepts(b"one session of a day", code_at(b"another session today", NOON), NOON)


def test_a_code_may_be_typed_in_two_groups() -> None:
    code = code_at(b"secret of a session", NOON)
    assert accepts(b"secret of a session", f" {code[:3]} {code[3:]}", NOON)


@pytest.mark.parametrize(
    ("minutes", "phase"), [(-31, Phase.START), (91, Phase.START), (74, Phase.END), (121, Phase.END)]
)
def test_too_early_and_too_late_are_answers(minutes: int, phase: Phase) -> None:
    ends = NOON + timedelta(minutes=90)
    with pytest.raises(Refused):
        require_time(phase, starts_at=NOON, ends_at=ends, now=NOON + timedelta(minutes=minutes))


def test_a_claim_holds_ten_minutes() -> None:
    require_claim_holds(NOON, now=NOON + timedelta(minutes=10))
    with pytest.raises(Refused):
        require_claim_holds(NOON, now=NOON + timedelta(minutes=10, seconds=1))


def test_who_scans_after_the_allowed_minutes_is_late() -> None:
    late = NOON + timedelta(minutes=15, seconds=1)
    assert status_for(Phase.START, late, started_at=NOON, late_after=15) == Status.LATE
    assert status_for(Phase.START, NOON + timedelta(minutes=15), started_at=NOON, late_after=15) == Status.PRESENT
    assert status_for(Phase.END, late, started_at=NOON, late_after=15) == Status.PRESENT


def test_a_shared_device_and_another_network_are_flagged() -> None:
    usual = [Trace(n, f"device {n}", "hotel") for n in range(6)]
    assert flagged(usual) == {}
    odd = [Trace(7, "device 1", "hotel"), Trace(8, "device 8", "home")]
    assert flagged([*usual, *odd]) == {1: ("shared",), 7: ("shared",), 8: ("elsewhere",)}
    assert flagged([Trace(1, "device", "hotel", away_km=14)]) == {1: ("away",)}


@pytest.mark.parametrize(
    ("venue", "where", "km"),
    [
        ("-6.17540, 106.82720", "-6.30, 106.83", 14),
        ("-6.17540, 106.82720", "-6.18, 106.83", None),
        ("-6.17540, 106.82720", "-6.1849999, 106.8349999", None),  # rounded again, whatever a browser sends
        ("", "-6.30, 106.83", None),
        ("-6.17540, 106.82720", "", None),
        ("-6.17540, 106.82720", "di sini", None),
    ],
)
def test_only_who_is_far_from_a_known_venue_is_away(venue: str, where: str, km: int | None) -> None:
    assert away_km(venue, where) == km
