"""Who sees what after a province split, and what a facilitator of five villages sees: list, detail, export, search.

Every test first makes what could leak: a training, a person, a library, a report and a certificate on either side.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from lms.accounts.models import AssignedLibrary, Person
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.monitoring.models import ActivityKind, ActivityReport, Indicator, ReportState, Target
from lms.places import actions, queries
from lms.places.models import Office, Programme, Region, RegionTree
from tests import factories as make
from tests.certificates import factories as certs

pytestmark = pytest.mark.database
LISTS = {
    "training": ("/staff/trainings", "/staff/trainings?export=csv"),
    "person": ("/staff/people/", "/staff/people/?export=csv"),
    "library": ("/staff/places/offices", "/staff/places/offices?export=csv"),
    "report": ("/staff/reports", "/staff/reports.csv"),
    "certificate": ("/staff/certificates", "/staff/certificates?export=csv"),
}


@dataclass
class Side:
    """Everything of one village: each row's name ends in the village's word, `details` are the rows' addresses."""

    word: str
    region: Region
    library: Office
    details: dict[str, str]


def make_side(word: str, regency: Region, programme: Programme, *, district: int = 1, village: int = 1) -> Side:
    above = find(regency.tree_id, f"{regency.code}.{district:02d}") or make.make_region(
        f"{regency.code}.{district:02d}", parent=regency
    )
    region = make.make_region(f"{above.code}.{2000 + village}", parent=above, name=f"Desa {word}")
    kind = db.session.scalar(db.select(make.OfficeKind)) or make.make_office_kind(is_library=True)
    library = make.make_office(region=region, kind=kind, name=f"Perpustakaan {word}")
    training = certs.make_training(programme=programme, office=library, region=region, title=f"Pelatihan {word}",
                                   library_id=library.id)  # fmt: skip
    part = certs.make_eligible(training, f"Orang {word}", office=library)
    certs.issue(training, certs.keeper())
    paper = db.session.scalar(db.select(Certificate).where(Certificate.participation_id == part.id))
    report = make.save(
        ActivityReport(
            programme_id=programme.id, library_id=library.id, region_id=region.id, title=f"Laporan {word}",
            sort_name=f"laporan {word.lower()}", on_day=date(2024, 5, 6), participants=0, women=0, men=0,
            state=ReportState.SUBMITTED, created_at=clock.now(), kind_id=db.session.scalar(db.select(ActivityKind.id)),
        )
    )  # fmt: skip
    return Side(word, region, library, {
        "training": f"/staff/trainings/{training.uid}", "person": f"/staff/people/{part.person.uid}",
        "library": f"/staff/places/offices/{library.uid}", "report": f"/staff/reports/{report.uid}",
        "certificate": f"/staff/certificates/{paper.uid}",
    })  # fmt: skip


def find(tree_id: int, code: str) -> Region:
    return db.session.scalar(db.select(Region).where(Region.tree_id == tree_id, Region.code == code))


def seen_by(client: Any, side: Side, *, but: tuple[str, ...] = ()) -> set[str]:
    """Which doors show something of a side: "person list", "person detail", "person export", "person search"."""
    found = set()
    for kind, (listed, exported) in LISTS.items():
        if kind in but:
            continue
        doors = {"list": listed, "export": exported, "search": f"/search?q={side.word}"}
        pages = {name: client.get(address) for name, address in doors.items()}
        assert {page.status_code for page in pages.values()} == {200}, (kind, pages)
        word = NAMES[kind].format(side.word)
        found |= {f"{kind} {name}" for name, page in pages.items() if word in page.text.replace(f'"{side.word}"', "")}
        if client.get(side.details[kind]).status_code == 200:
            found.add(f"{kind} detail")
    return found


NAMES = {"training": "Pelatihan {}", "person": "Orang {}", "library": "Perpustakaan {}", "report": "Laporan {}",
         "certificate": "Orang {}"}  # fmt: skip
ALL = {f"{kind} {door}" for kind in LISTS for door in ("list", "detail", "export", "search")}


@pytest.fixture
def programme(app: Any) -> Programme:
    make.make_site()
    programme = make.make_programme(tree=make.make_tree(key="x"))
    make.save(ActivityKind(programme_id=programme.id, key="pli", label={"id": "Layanan"}))
    return programme


@pytest.fixture
def split(programme: Programme) -> dict[str, Any]:
    """Province 18 with two regencies; then the second one becomes 19.01 of a new province 19."""
    tree = db.session.get(RegionTree, programme.tree_id)
    old = make.make_region("18", tree=tree, name="Lama")
    stays, leaves = (make.make_region(code, parent=old, name=code) for code in ("18.01", "18.02"))
    sides = make_side("Tetap", stays, programme), make_side("Pindah", leaves, programme)
    new = make.make_region("19", tree=tree, name="Baru")
    successor = make.make_region("19.01", parent=new, name="18.02")
    before = client_facts(old, leaves)
    facts = {"code": "19", "out_of": "18", "on": date(2025, 1, 1), "regencies": {"18.02": "19.01"}}
    actions.load_successions(tree.id, [facts])
    db.session.expire_all()
    return {"old": old, "new": new, "leaves": leaves, "successor": successor, "stays": sides[0], "moves": sides[1],
            "before": before}  # fmt: skip


def client_facts(old: Region, leaves: Region) -> dict[str, Person]:
    return {"old": make.make_staff(Role.COORDINATOR, region=old, name="Koordinator Lama"),
            "leaves": make.make_staff(Role.COORDINATOR, region=leaves, name="Koordinator Kabupaten")}  # fmt: skip


def test_after_a_split_the_new_province_sees_exactly_what_went_over(app: Any, split: dict[str, Any]) -> None:
    client = app.test_client().sign_in(make.make_staff(Role.COORDINATOR, region=split["new"]))
    assert seen_by(client, split["moves"]) == ALL
    assert seen_by(client, split["stays"]) == set()


def test_after_a_split_the_old_province_sees_exactly_what_stayed(app: Any, split: dict[str, Any]) -> None:
    client = app.test_client().sign_in(split["before"]["old"])
    assert seen_by(client, split["stays"]) == ALL
    assert seen_by(client, split["moves"]) == set()


def test_a_coordinator_of_the_regency_of_before_keeps_it_under_its_new_code(app: Any, split: dict[str, Any]) -> None:
    client = app.test_client().sign_in(split["before"]["leaves"])
    assert seen_by(client, split["moves"]) == ALL
    assert seen_by(client, split["stays"]) == set()


def test_lists_are_filtered_by_the_code_of_today_and_of_before(app: Any, split: dict[str, Any]) -> None:
    client = app.test_client().sign_in(make.make_staff(Role.ADMINISTRATOR))
    for address in ("/staff/people/?region_code=", "/staff/places/offices?region="):
        for code in ("19", "19.01", "1901", "18.02"):
            page = client.get(address + code).text
            assert ("Perpustakaan Pindah" in page, "Perpustakaan Tetap" in page) == (True, False), (address, code)
        page = client.get(f"{address}18").text
        assert ("Perpustakaan Pindah" in page, "Perpustakaan Tetap" in page) == (False, True), address


def test_a_split_that_is_loaded_twice_changes_nothing(split: dict[str, Any]) -> None:
    tree_id = split["new"].tree_id
    before = {row.code: row.reach_code for row in db.session.scalars(db.select(Region))}
    facts = {"code": "19", "out_of": "18", "on": date(2025, 1, 1), "regencies": {"18.02": "19.01"}}
    assert actions.load_successions(tree_id, [facts]) == 2
    db.session.expire_all()
    assert {row.code: row.reach_code for row in db.session.scalars(db.select(Region))} == before
    assert before["18.02.01.2001"] == "x:19.01.01.2001"


def test_papers_of_before_keep_the_names_of_before(split: dict[str, Any]) -> None:
    village = db.session.get(Region, split["moves"].region.id)
    assert queries.path_on(village, date(2024, 5, 6))[0].code == "18"


def test_a_facilitator_sees_exactly_the_five_villages_served_in_two_districts(app: Any, programme: Programme) -> None:
    tree = db.session.get(RegionTree, programme.tree_id)
    regency = make.make_region("18.05", parent=make.make_region("18", tree=tree))
    served = [make_side(f"Satu{n}", regency, programme, district=1, village=n) for n in (1, 2, 3)]
    served += [make_side(f"Dua{n}", regency, programme, district=2, village=n) for n in (1, 2)]
    beside = [make_side("Luar1", regency, programme, district=1, village=9),
              make_side("Luar2", regency, programme, district=2, village=9)]  # fmt: skip
    ended = make_side("Dulu", regency, programme, district=2, village=8)
    person = make.make_person("Fasilitator")
    grant = make.make_grant(person=person, role=Role.FACILITATOR)
    for side in served:
        make.save(AssignedLibrary(grant_id=grant.id, office_id=side.library.id, since=date(2020, 1, 1)))
    make.save(AssignedLibrary(grant_id=grant.id, office_id=ended.library.id, since=date(2020, 1, 1),
                              until=date(2021, 1, 1)))  # fmt: skip
    client = app.test_client().sign_in(person)
    own = {door for door in ALL if not door.startswith("certificate")}
    for side in served:
        assert seen_by(client, side, but=("certificate",)) == own, side.word
    for side in (*beside, ended):
        assert seen_by(client, side, but=("certificate",)) == set(), side.word
    period, words = "from=2024-01-01&until=2024-12-31", {"id": "Kegiatan"}
    indicator = make.save(Indicator(programme_id=programme.id, code="activities", measure="activities", label=words,
                                    unit=words, definition=words))  # fmt: skip
    make.save(Target(indicator_id=indicator.id, starts=date(2024, 1, 1), ends=date(2024, 12, 31), value=4321))
    figures = client.get(f"/staff/figures?{period}").text
    assert ">5<" in figures
    assert "4.321" not in figures, "the target of all regions beside a part of them"
    opened = client.get(f"/staff/figures/activities?{period}").text
    assert [side.word for side in (*served, *beside, ended) if f"Laporan {side.word}" in opened] == [
        side.word for side in served
    ]
