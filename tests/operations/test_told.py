"""What stands beside an act of the trail, in the words of whoever reads it, with the rows that it names."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from lms.core import trail
from lms.core.db import transaction
from lms.core.principals import Role
from lms.operations import queries, rules
from tests import factories as make

ZONE = "Asia/Makassar"


def said(act: str, **facts: Any) -> str:
    return rules.facts_said(act, facts, queries.names_of(rules.rows_meant(act, facts)), zone=ZONE)


def test_codes_days_numbers_and_answers_are_told_in_words(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "id"}):
        assert said("partnership.recorded", status="full_support", funding="dana_desa", year=2019) == (
            "status: Dukungan penuh · pendanaan: Dana desa · tahun: 2019"
        )
        assert said("target.set", starts="2019-10-28", value=108474.5).endswith("28 Oktober 2019 · nilai: 108.474,5")
        assert said("office.online", is_online=False, at="2019-10-28T01:00:00+00:00").endswith(
            "28 Oktober 2019 09.00 WITA"
        )
        assert said("office.online", is_online=False).endswith(": tidak")
        assert said("training.imported", answered=3, groups=2) == (
            "jumlah orang yang jawabannya diambil: 3 · jumlah kelompok yang diisi: 2"
        )
        assert said("participation.capacity", before="participant", after="trainer").endswith("Pengajar")
        assert said("person.changed", fields=["nip", "phone"]).endswith("NIP, Telepon")
        assert said("lesson.made", kind="quiz").endswith(": Kuis")
        before = {"starts_at": "2019-10-28 01:00:00+00:00", "room": "Aula", "counts": "True", "venue": "None"}
        assert said("session.changed", before=before).endswith(
            "Mulai: 28 Oktober 2019 09.00 WITA; Ruang: Aula; Dihitung: ya; Tempat: –"
        )


def test_what_nobody_gave_words_or_cannot_be_read_stands_as_it_was_written(app: Flask) -> None:
    with app.test_request_context():
        told = said("old.act", strange={"a": 1}, since="kemarin", status="gone", office="no uid", label={"en": "Kind"})
    assert [part.rpartition(": ")[2] for part in told.split(" · ")] == ["1}", "kemarin", "gone", "–", "Kind"]


@pytest.mark.database
def test_a_row_is_called_by_its_name_and_leads_to_its_page_while_it_has_one(app: Flask) -> None:
    make.make_site()
    assert queries.names_of([(kind, key) for kind in rules.SUBJECTS for key in (str(uuid4()), "999")]) == {}
    office, mentor = make.make_office(name="Perpustakaan <b>Panaragan"), make.make_person("Siti")
    programme = make.make_programme()
    with transaction():
        trail.record("programme.saved", by=None, subject="programme", subject_uid=programme.uid)
        trail.record("person.moved", by=None, subject="person", subject_uid=mentor.uid, office=str(office.uid))
        trail.record("delegation.made", by=None, subject="training", office=office.id)
        trail.record("people.made", by=None, subject="person", uids=[mentor.uid.hex] * 7)
    client = app.test_client().sign_in(make.make_staff(Role.AUDITOR))  # type: ignore[attr-defined]
    page = client.get("/staff/trail").text
    links = re.findall(r'<a href="(/staff/(?:people|places)/[^"]*)">([^<]*)</a>', page)
    place = (f"/staff/places/offices/{office.uid}", "Perpustakaan &lt;b&gt;Panaragan")
    person = (f"/staff/people/{mentor.uid}", "Siti")
    assert sorted(link for link in links if link in (place, person)) == sorted([place] * 2 + [person] * 6)
    of_programme = f"/staff/places/programmes/{programme.slug}"
    assert of_programme not in page
    assert of_programme in app.test_client().sign_in(make.make_staff(Role.ADMINISTRATOR)).get("/staff/trail").text  # type: ignore[attr-defined]
    assert "dan 2 lainnya" in page
    assert [client.get(address).status_code for address, _name in (place, person)] == [200, 200]
    assert "Perpustakaan <b>Panaragan" in client.get("/staff/trail.csv").text
