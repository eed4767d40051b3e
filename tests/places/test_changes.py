"""Kinds of offices, and splits and mergers of an adopter's own regions."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.places import actions, queries
from lms.places.actions import Change
from lms.places.models import Office, OfficeKind, Region
from tests import factories as make

pytestmark = pytest.mark.database
DAY, TODAY = date(2026, 7, 1), date(2026, 11, 1)


@pytest.fixture
def land(app: Flask) -> Any:
    """A country of one's own: North with districts A (two villages, two offices) and B, and who sits where."""
    tree = make.make_tree(key="own")
    north = make.make_region("N", tree=tree, name="North")
    a, b = (make.make_region(f"N.{code}", parent=north, name=f"District {code}") for code in "AB")
    hill, lake = (make.make_region(f"N.A.{code}", parent=a, name=code) for code in ("Hill", "Lake"))
    kind = make.make_office_kind(is_library=True)
    places = {"Office A": a, "Town": a, "Hill": hill, "Lake": lake, "Office B": b}
    offices = {name: make.make_office(region=where, kind=kind, name=name) for name, where in places.items()}
    boss = make.make_staff(Role.ADMINISTRATOR)
    facts = {"tree": tree, "north": north, "a": a, "b": b, "hill": hill, "lake": lake, "boss": boss,
             "by": make.principal_of(boss), "offices": offices}  # fmt: skip
    return type("Land", (), facts)


def change(land: Any, *codes: str, **facts: Any) -> Region:
    wanted = {"on": DAY, "codes": codes, "names": {}, "parts": {}, **facts}
    return actions.change_region(land.a.uid, Change(**wanted), by=land.by, today=TODAY)


def seen_by(region: Region) -> list[str]:
    person = make.make_staff(Role.COORDINATOR, region=region)
    offices = db.session.scalars(queries.offices_within(make.principal_of(person))).all()
    return sorted(office.name for office in offices)


def at(code: str, land: Any) -> Region:
    found = queries.find_region_by_code(land.tree.id, code)
    assert found is not None
    return found


def test_after_a_split_each_part_is_reached_where_it_went(land: Any) -> None:
    parts = {land.lake.uid: "N.C", land.offices["Town"].uid: "N.C"}
    change(land, "N.D", "N.C", names={"N.C": "District C", "N.D": "District D"}, parts=parts)
    assert seen_by(at("N.C", land)) == ["Lake", "Town"]
    assert seen_by(at("N.D", land)) == ["Hill", "Office A"]
    assert seen_by(at("N", land)) == ["Hill", "Lake", "Office A", "Office B", "Town"]
    assert (seen_by(at("N.A", land)), seen_by(at("N.B", land))) == ([], ["Office B"])
    assert (at("N.A", land).valid_until, at("N.C", land).valid_from) == (date(2026, 6, 30), DAY)
    assert [one.name for one in queries.path_of(at("N.A.Lake", land))] == ["North", "District C", "Lake"]
    assert [one.code for one in queries.children(land.tree.id, at("N", land).id, day=TODAY)] == ["N.B", "N.C", "N.D"]
    assert [one.code for one in queries.children(land.tree.id, at("N", land).id, day=date(2026, 1, 1))] == [
        "N.A",
        "N.B",
    ]


def test_a_region_that_goes_on_gives_only_a_part_away(land: Any) -> None:
    change(land, "N.B", goes_on=True, parts={land.lake.uid: "N.B"})
    assert seen_by(at("N.A", land)) == ["Hill", "Office A", "Town"]
    assert seen_by(at("N.B", land)) == ["Lake", "Office B"]
    assert at("N.A", land).valid_until is None


def test_after_a_merger_who_had_the_old_region_reaches_the_one_that_took_it_up(land: Any) -> None:
    change(land, "N.B")
    everything = ["Hill", "Lake", "Office A", "Office B", "Town"]
    assert (seen_by(at("N.B", land)), seen_by(at("N.A", land))) == (everything, everything)
    assert seen_by(at("N.A.Hill", land)) == ["Hill"]
    assert db.session.scalars(db.select(Office.region_id).where(Office.name == "Town")).one() == land.b.id


@pytest.mark.parametrize(
    ("codes", "facts"),
    [
        ((), {}), (("N.A",), {}), (("N.Z",), {}), (("N",), {}), (("N.B",), {"names": {"N.B": "Other"}}),
        (("N.B",), {"on": date(2026, 12, 1)}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    land: Any, codes: tuple[str, ...], facts: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        change(land, *codes, **facts)
    assert at("N.A", land).valid_until is None


def test_it_is_shown_first_and_recorded_once_by_an_administrator_only(app: Flask, land: Any) -> None:
    client: Any = app.test_client()
    client.sign_in(db.session.get(Person, land.boss.id))
    door = f"/staff/places/regions/{land.a.uid}/change"
    typed = {"on": "2026-07-01", "into": "N.B\nN.C; <b>C</b>", "note": "Act 7"}
    shown = client.post(door, data=typed)
    assert (shown.status_code, "&lt;b&gt;C&lt;/b&gt;" in shown.text, at("N.A", land).valid_until) == (200, True, None)
    assert shown.text.count("<select name=") == 4
    back = client.post(door, data={**typed, "back": "y"}).text
    assert "N.C; &lt;b&gt;C" in back
    sent = {**typed, f"part-{land.hill.uid}": "N.C", "part-x": "N.B", "confirmed": "y"}
    assert [client.post(door, data=sent).status_code for _ in range(2)] == [302, 422]
    assert seen_by(at("N.C", land)) == ["Hill"]
    wrong = client.post(door, data={"on": "", "into": "N.Q"})
    assert (wrong.status_code, "N.Q</textarea>" in wrong.text) == (422, True)
    other = make.make_staff(Role.PROGRAMME_MANAGER)
    with pytest.raises(Missing):
        actions.change_region(land.b.uid, Change(on=DAY, codes=("N.C",), names={}, parts={}),
                              by=make.principal_of(other), today=TODAY)  # fmt: skip


def test_kinds_of_offices_are_added_renamed_and_retired(app: Flask, land: Any) -> None:
    client: Any = app.test_client()
    client.sign_in(db.session.get(Person, land.boss.id))
    door = "/staff/places/office-kinds"
    assert client.post(door, data={"name_id": "Taman <i>baca</i>", "is_library": "y"}).status_code == 302
    made = db.session.scalars(db.select(OfficeKind).order_by(OfficeKind.id.desc())).first()
    assert "Taman &lt;i&gt;baca" in client.get(door).text
    assert client.post(door, data={"key": made.key, "name_id": ""}).status_code == 422
    assert client.post(door, data={"key": made.key, "name_id": "Taman baca"}).status_code == 302
    used = db.session.scalars(db.select(OfficeKind).where(OfficeKind.id == land.offices["Hill"].kind_id)).one()
    assert client.post(door, data={"key": used.key, "name_id": "Lain"}).status_code == 422
    for key in (made.key, used.key):
        client.post(f"{door}/{key}/retirement")
    assert [kind.key for kind in queries.office_kinds()] == [used.key]
    assert "Taman baca" not in client.get("/staff/places/offices/new").text
    client.post(f"{door}/{made.key}/retirement", data={"act": "back"})
    assert len(queries.office_kinds()) == 2
    assert client.post(f"{door}/nowhere/retirement").status_code == 404
