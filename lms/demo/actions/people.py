"""Facilitators, library managers, Tim Sinergi, national staff: entered at once, with their roles."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import update

from lms.accounts import rules as accounts
from lms.accounts.models import Appointment, AssignedLibrary, Person, RoleGrant, Team, TeamMember
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Kind, PrincipalRow, Role
from lms.demo.actions.ground import Ground, Known
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import uid
from lms.demo.rules.people import FIRST_DAY, Crowd, Human
from lms.demo.rules.sign_ins import PASSWORD, SIGN_INS
from lms.demo.rules.words import words

MANAGERS_EACH = 3
TEAM_PARTS = (
    ("Ketua", "Kepala Dinas Perpustakaan dan Kearsipan"),
    ("Perencanaan", "Kepala Bidang Perencanaan, Bappeda"),
    ("Pemerintahan desa", "Kepala Bidang Pemerintahan Desa, PMD"),
)
TRAINERS, ORGANISERS = 8, 4
STAFF = {"manajer": "Manajer program", "admin": "Administrator sistem", "auditor": "Auditor internal"}


def make_people(ground: Ground) -> None:
    """Enter everybody, give the roles, and the ten sign-ins of the demonstration."""
    crowd = Crowd()
    humans = [*_officials(ground, crowd), *_managers(ground, crowd)]
    _enter(ground, humans)
    _grant(ground)
    _make_teams(ground)
    _open_sign_ins(ground)


def facilitators_of(ground: Ground) -> dict[str, list[str]]:
    """Return the keys of the facilitators of each regency's and each province's office, by its code."""
    found = {regency.code: [f"f/{regency.code}/1", f"f/{regency.code}/2"] for regency in ground.regencies}
    counts = words("programme")["cohort"]["provincial_facilitators"]
    return found | {code: [f"fp/{code}/{index + 1}" for index in range(counts[code])] for code in sorted(counts)}


def _officials(ground: Ground, crowd: Crowd) -> Iterator[Human]:
    for code, keys in facilitators_of(ground).items():
        office = ground.provinces[code].office_id if len(code) == 2 else _office_of(ground, code)
        for key in keys:
            yield crowd.official(key, province=code[:2], position="Fasilitator", office_id=office)
    for regency in ground.regencies:
        yield from _team(crowd, f"ts/{regency.code}", regency.province, regency.office_id)
        yield crowd.official(f"op/{regency.code}", province=regency.province, position="Operator data",
                             office_id=regency.office_id)  # fmt: skip
    for province in ground.cohort:
        yield from _team(crowd, f"ts/{province.code}", province.code, province.office_id)
        yield crowd.official(f"c/{province.code}", province=province.code, position="Koordinator provinsi",
                             office_id=province.office_id)  # fmt: skip
    yield from _national(ground, crowd)


def _office_of(ground: Ground, code: str) -> int:
    return next(regency.office_id for regency in ground.regencies if regency.code == code)


def _team(crowd: Crowd, key: str, province: str, office_id: int) -> Iterator[Human]:
    for index, (_part, position) in enumerate(TEAM_PARTS):
        yield crowd.official(
            f"{key}/{index}", province=province, position=position, office_id=office_id, is_in_charge=index == 0
        )


def _national(ground: Ground, crowd: Crowd) -> Iterator[Human]:
    office = ground.national_office_id
    for index in range(TRAINERS):
        province = ("31", "33", "12", "13", "73", "51", "35", "71")[index]
        yield crowd.official(f"t/{index}", province=province, position="Pustakawan Ahli Madya", office_id=office)
    for index in range(ORGANISERS):
        yield crowd.official(f"o/{index}", province="31", position="Panitia pelatihan", office_id=office)
    for name, position in STAFF.items():
        yield crowd.official(
            f"n/{name}", province="31", position=position, office_id=office, is_in_charge=name == "manajer"
        )


def _managers(ground: Ground, crowd: Crowd) -> Iterator[Human]:
    names = _special_names(ground)
    for regency, index, library in ground.libraries():
        for number in range(MANAGERS_EACH):
            key = f"m/{regency.code}/{index}/{number}"
            yield crowd.manager(key, province=regency.province, office_id=library.office_id, is_in_charge=number == 0,
                                name=names.get(key, ""))  # fmt: skip


def _special_names(ground: Ground) -> dict[str, str]:
    """Give people who come to the event names that papers and lists must bear."""
    names = words("names")
    javanese = [regency.code for regency in ground.regencies if regency.code[0] == "3"]
    found = {f"m/{code}/0/0": name for code, name in zip(javanese[1:], names["apostrophes"][1:], strict=False)}
    return found | {f"m/{javanese[0]}/0/0": names["sixty"], "m/18.05/0/1": names["apostrophes"][1]}


def _enter(ground: Ground, humans: list[Human]) -> None:
    principals = add(PrincipalRow, [
        {"uid": uid("principal", human.key), "kind": Kind.PERSON, "label": "", "created_at": ground.now}
        for human in humans
    ])  # fmt: skip
    ids = add(Person, [_person(human, key, ground) for human, key in zip(humans, principals, strict=True)])
    for human, person_id, principal_id in zip(humans, ids, principals, strict=True):
        before = f"{human.degree_before} " if human.degree_before else ""
        after = f", {human.degree_after}" if human.degree_after else ""
        ground.people[human.key] = Known(
            person_id, principal_id, human.office_id, f"{before}{human.full_name}{after}", human.full_name,
            folded(human.full_name), human.position,
        )  # fmt: skip
    keep(Appointment, [
        {"uid": uid("appointment", human.key), "person_id": person_id, "office_id": human.office_id,
         "position": human.position, "is_in_charge": human.is_in_charge, "since": human.since, "until": None}
        for human, person_id in zip(humans, ids, strict=True)
    ])  # fmt: skip


def _person(human: Human, principal_id: int, ground: Ground) -> dict[str, Any]:
    return {
        "uid": uid("person", human.key), "principal_id": principal_id, "full_name": human.full_name,
        "degree_before": human.degree_before, "degree_after": human.degree_after, "sort_name": folded(human.full_name),
        "sex": human.sex, "birth_year": human.birth_year, "nip": human.nip, "rank": human.rank, "phone": human.phone,
        "office_id": human.office_id, "position": human.position, "created_at": ground.now,
    }  # fmt: skip


def _grant(ground: Ground) -> None:
    facilitators = [key for keys in facilitators_of(ground).values() for key in keys]
    grants: list[tuple[str, Role, int | None, int | None]] = [
        (key, Role.FACILITATOR, None, None) for key in facilitators
    ]
    grants += [(f"c/{p.code}", Role.COORDINATOR, p.region_id, None) for p in ground.cohort]
    grants += [(f"op/{r.code}", Role.OFFICE_OPERATOR, r.region_id, r.office_id) for r in ground.regencies]
    grants += [(f"m/{r.code}/{i}/0", Role.LIBRARY_MANAGER, None, lib.office_id) for r, i, lib in ground.libraries()]
    wide = (("manajer", Role.PROGRAMME_MANAGER), ("admin", Role.ADMINISTRATOR), ("auditor", Role.AUDITOR))
    grants += [(f"n/{name}", role, None, None) for name, role in wide]
    ids = add(RoleGrant, [
        {"uid": uid("grant", key), "person_id": ground.people[key].id, "role": role, "region_id": region_id,
         "office_id": office_id, "programme_id": None, "valid_from": FIRST_DAY, "valid_until": None,
         "granted_by": ground.by.id, "granted_at": ground.now, "revoked_at": None}
        for key, role, region_id, office_id in grants
    ])  # fmt: skip
    by_key = {key: grant_id for (key, *_), grant_id in zip(grants, ids, strict=True)}
    served = [(key, lib.office_id) for r, i, lib in ground.libraries() for key in givers(ground, r.code, i)]
    keep(AssignedLibrary, [
        {"grant_id": by_key[key], "office_id": office_id, "since": date(2019, 1, 18), "until": None}
        for key, office_id in served
    ])  # fmt: skip


def givers(ground: Ground, regency: str, index: int) -> list[str]:
    """Return the keys of the facilitators who serve a regency's library and give its replication, the first leads.

    In Tulang Bawang one serves all five villages, in two districts; elsewhere two share them, three and two. The
    facilitators of the province help in the first libraries, each at least once.
    """
    first, second = f"f/{regency}/1", f"f/{regency}/2"
    found = [first] if regency == "18.05" or index < 3 else [second]
    if regency == "18.05" and index == 4:
        found.append(second)
    of_province = facilitators_of(ground)[regency[:2]]
    siblings = [one.code for one in ground.regencies if one.province == regency[:2]]
    if index == 0 and (turn := siblings.index(regency)) < len(of_province):
        found.append(of_province[turn])
    return found


def _make_teams(ground: Ground) -> None:
    homes = [(r.code, r.name, r.region_id) for r in ground.regencies]
    homes += [(p.code, f"Provinsi {p.name}", p.region_id) for p in ground.cohort]
    label = {"id": "Tim Sinergi", "en": "Synergy team"}
    ids = add(Team, [
        {"uid": uid("team", code), "programme_id": ground.programme_id, "region_id": region_id,
         "name": f"Tim Sinergi {name}", "label": label}
        for code, name, region_id in homes
    ])  # fmt: skip
    keep(TeamMember, [
        {"uid": uid("member", code, index), "team_id": team_id, "person_id": ground.people[f"ts/{code}/{index}"].id,
         "part": part, "since": FIRST_DAY, "until": None}
        for (code, *_), team_id in zip(homes, ids, strict=True)
        for index, (part, _position) in enumerate(TEAM_PARTS)
    ])  # fmt: skip


def _open_sign_ins(ground: Ground) -> None:
    password = accounts.hashed(PASSWORD)
    for one in SIGN_INS:
        person_id = ground.people[one.key].id
        db.session.execute(
            update(Person).where(Person.id == person_id)
            .values(username=one.username, password_hash=password, is_demo=True)
            .execution_options(synchronize_session=False)
        )  # fmt: skip
