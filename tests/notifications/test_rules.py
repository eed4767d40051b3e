"""When mail may go, how often it is tried, and what every message says."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from lms.notifications import rules
from lms.notifications.models import Notice
from lms.notifications.rules.targets import target
from lms.notifications.rules.words import kinds, words_of

FACTS = {
    "void": 1, "left": 0,
    "number": "1/2/2019", "old": "0/2/2019", "code": "ABC", "training": "Bimtek", "reason": "Salah orang",
    "outcome": "declined", "answer": "Ejaan sudah benar", "until": "2019-11-08", "state": "accepted", "name": "Siti",
    "way": "codes_taken_off",
    "first": "2019-10-28", "last": "2019-10-31", "place": "Jakarta", "session": "Dokumentasi", "zone": "Asia/Makassar",
    "starts": "2019-10-28T01:00:00+00:00", "was": "2019-10-28T00:00:00+00:00", "room": "Krakatau", "survey": "Evaluasi",
    "closes": "2019-11-01", "quiz": "Pasca-tes", "score": 0.75, "role": "facilitator", "from": "2019-01-01",
    "words": "Bawa laptop.", "to": "",
}  # fmt: skip


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2019, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "zone", "goes"),
    [
        (utc(28, 13, 59), "Asia/Jakarta", utc(28, 13, 59)),  # 20.59 WIB
        (utc(28, 14, 0), "Asia/Jakarta", utc(28, 23, 0)),  # 21.00 WIB, until 6.00 WIB
        (utc(28, 13, 59), "Asia/Makassar", utc(28, 22, 0)),  # 21.59 WITA
        (utc(28, 22, 59), "Asia/Jakarta", utc(28, 23, 0)),  # 5.59 WIB of the same morning
        (utc(28, 23, 0), "Asia/Jakarta", utc(28, 23, 0)),  # 6.00 WIB
    ],
)
def test_mail_waits_for_the_morning_of_the_reader(written: datetime, zone: str, goes: datetime) -> None:
    assert rules.awake(written, zone) == goes


def test_a_mail_is_tried_five_times_ever_later_and_not_again_when_it_is_refused_for_good() -> None:
    at = datetime(2019, 10, 28, tzinfo=UTC)
    waits = [rules.next_try(n, at) for n in range(1, 6)]
    assert [wait - at if wait else None for wait in waits] == [*rules.WAITS, None]
    assert rules.next_try(1, at, is_final=True) is None


def test_a_group_is_not_reminded_twice_within_a_day() -> None:
    now = datetime(2019, 10, 28, tzinfo=UTC)
    assert [rules.is_too_soon(last, now) for last in (None, now - timedelta(hours=23), now - timedelta(hours=25))] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_of_message_is_said_in_both_languages_and_leads_somewhere(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        said = {kind: words_of(kind, FACTS) for kind in Notice}
        assert set(kinds()) == set(Notice)
    assert [kind for kind, words in said.items() if "%(" in words.subject + words.text or not words.text] == []
    with app.test_request_context(), force_locale(language):
        assert "%(" not in words_of(Notice.SESSION_MOVED, {**FACTS, "was": ""}).text
    assert len({words.subject for words in said.values()}) == len(Notice)
    uid = "0" * 32
    built = [target(kind, uid, {**FACTS, "to": "trainings_learner.show"}) for kind in Notice]  # type: ignore[arg-type]
    with app.test_request_context():
        assert all(found is not None and app.url_map.bind("").build(found[0], found[1]) for found in built)
