"""Rows for tests, with sane defaults; each call commits."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import inspect

from lms.accounts.models import Person, RoleGrant, SignIn
from lms.catalogue.models import Lesson, Module, PageText, Release, ReleaseLesson, Section
from lms.core import clock, ids
from lms.core.db import db, transaction
from lms.core.names import folded
from lms.core.principals import Kind, Principal, PrincipalRow, Role
from lms.places.models import Office, OfficeKind, Programme, Region, RegionTree, Site
from lms.trainings.models import (
    Capacity,
    Participation,
    Training,
    TrainingKind,
    TrainingModule,
    TrainingSession,
    TrainingState,
)

_n = itertools.count(1)
MONDAY = date(2019, 10, 28)


def new_uid() -> UUID:
    return uuid4()


def save(row: Any) -> Any:
    """Add a row and commit; the row comes back in the test's reading session, so that its relations load."""
    with transaction():
        db.session.add(row)
        db.session.flush()
    return reload(row)


def reload(row: Any) -> Any:
    """The same row, read afresh."""
    return db.session.get(type(row), inspect(row).identity, populate_existing=True)


def make_site(**facts: Any) -> Site:
    return save(
        Site(
            **{
                "name": "Pelita",
                "languages": ["id", "en"],
                "zone": "Asia/Jakarta",
                "tagline": {},
                "contact_name": "Bu Ratna",
                "contact_phone": "+628111111111",
                **facts,
            }
        )
    )


def make_tree(**facts: Any) -> RegionTree:
    levels = [
        {"id": "Provinsi", "en": "Province"},
        {"id": "Kabupaten/Kota", "en": "Regency/City"},
        {"id": "Kecamatan", "en": "District"},
        {"id": "Desa/Kelurahan", "en": "Village"},
    ]
    return save(RegionTree(**{"key": f"t{next(_n)}", "name": {"id": "Indonesia"}, "levels": levels, **facts}))


def make_region(
    code: str = "18.05", *, tree: RegionTree | None = None, parent: Region | None = None, **facts: Any
) -> Region:
    tree_id = parent.tree_id if parent else (tree or make_tree()).id
    key = db.session.get(RegionTree, tree_id).key
    name = facts.pop("name", f"Wilayah {code}")
    return save(
        Region(
            **{
                "tree_id": tree_id,
                "code": code,
                "reach_code": f"{key}:{code}",
                "level": code.count(".") + 1,
                "name": name,
                "sort_name": folded(name),
                "parent_id": parent.id if parent else None,
                **facts,
            }
        )
    )


def make_programme(*, tree: RegionTree | None = None, **facts: Any) -> Programme:
    tree_id = (tree or make_tree()).id
    return save(
        Programme(
            **{
                "slug": f"programme-{next(_n)}",
                "name": {"id": "Program Contoh", "en": "Sample Programme"},
                "description": {},
                "tree_id": tree_id,
                "zone": "Asia/Jakarta",
                **facts,
            }
        )
    )


def make_office_kind(**facts: Any) -> OfficeKind:
    return save(OfficeKind(**{"key": f"kind-{next(_n)}", "label": {"id": "Perpustakaan", "en": "Library"}, **facts}))


def make_office(*, region: Region | None = None, kind: OfficeKind | None = None, **facts: Any) -> Office:
    name = facts.pop("name", f"Dinas Perpustakaan {next(_n)}")
    return save(
        Office(
            **{
                "name": name,
                "sort_name": folded(name),
                "region_id": (region or make_region()).id,
                "kind_id": (kind or make_office_kind()).id,
                **facts,
            }
        )
    )


def make_person(name: str = "Siti Aminah", **facts: Any) -> Person:
    with transaction():
        row = PrincipalRow(kind=Kind.PERSON, label="", created_at=clock.now())
        db.session.add(row)
        db.session.flush()
        if (office := facts.pop("office", None)) is not None:
            facts["office_id"] = office.id
        person = Person(
            **{"principal_id": row.id, "full_name": name, "sort_name": folded(name), "created_at": clock.now(), **facts}
        )
        db.session.add(person)
        db.session.flush()
    return reload(person)


def make_grant(*, person: Person, role: Role, region: Region | None = None, **facts: Any) -> RoleGrant:
    return save(
        RoleGrant(
            **{
                "person_id": person.id,
                "role": role,
                "region_id": region.id if region else None,
                "valid_from": date(2000, 1, 1),
                "granted_at": clock.now(),
                **facts,
            }
        )
    )


def make_staff(role: Role = Role.PROGRAMME_MANAGER, *, region: Region | None = None, **facts: Any) -> Person:
    """A person with a role that holds; without a region it reaches everywhere."""
    person = make_person(facts.pop("name", f"Petugas {next(_n)}"), **facts)
    make_grant(person=person, role=role, region=region)
    return person


def principal_of(person: Person) -> Principal:
    """The frozen principal of a person, as a request would have it."""
    from lms.accounts import queries
    from lms.places import queries as places

    return queries.principal_of(db.session.get(Person, person.id), today=places.today())


def make_sign_in(*, person: Person, **facts: Any) -> SignIn:
    now = clock.now()
    return save(
        SignIn(
            **{
                "person_id": person.id,
                "created_at": now,
                "seen_at": now,
                "expires_at": now + timedelta(days=90),
                **facts,
            }
        )
    )


def make_module(title: str = "Modul Contoh", *, lessons: int = 2, **facts: Any) -> Module:
    """A module with that many page lessons, published as release 1 (`release_of(module)`)."""
    now = clock.now()
    with transaction():
        module = Module(
            **{"slug": f"modul-{next(_n)}", "title": title, "sort_name": folded(title), "created_at": now, **facts}
        )
        db.session.add(module)
        db.session.flush()
        section = Section(module_id=module.id, title="Bagian 1")
        release = Release(module_id=module.id, number=1, title=title, published_at=now)
        db.session.add_all([section, release])
        db.session.flush()
        for index in range(lessons):
            lesson = Lesson(
                module_id=module.id,
                section_id=section.id,
                slug=f"materi-{index + 1}",
                kind="page",
                title=f"Materi {index + 1}",
                position=index,
                minutes=10,
            )
            db.session.add(lesson)
            db.session.flush()
            body = f"## Isi {index + 1}\n\nTeks."
            db.session.add(PageText(lesson_id=lesson.id, body=body, saved_at=now))
            db.session.add(
                ReleaseLesson(
                    release_id=release.id,
                    lesson_id=lesson.id,
                    section_title="Bagian 1",
                    position=index,
                    kind="page",
                    slug=lesson.slug,
                    title=lesson.title,
                    minutes=10,
                    body=body,
                    html=f"<h2>Isi {index + 1}</h2><p>Teks.</p>",
                )
            )
    return reload(module)


def release_of(module: Module) -> Release:
    return db.session.scalar(db.select(Release).where(Release.module_id == module.id).order_by(Release.number.desc()))


def make_training(
    *,
    programme: Programme | None = None,
    office: Office | None = None,
    modules: list[Module] | None = None,
    **facts: Any,
) -> Training:
    """An open training of 28–31 October 2019."""
    programme = programme or make_programme()
    region = facts.pop("region", None)
    office = office or make_office(
        region=region or make_region("31.71", tree=db.session.get(RegionTree, programme.tree_id))
    )
    title = facts.pop("title", "Pelatihan Contoh")
    with transaction():
        kind = db.session.scalar(db.select(TrainingKind).where(TrainingKind.programme_id == programme.id))
        if kind is None:
            kind = TrainingKind(programme_id=programme.id, key="pelatihan", label={"id": "Pelatihan", "en": "Training"})
            db.session.add(kind)
            db.session.flush()
        training = Training(
            **{
                "programme_id": programme.id,
                "kind_id": kind.id,
                "office_id": office.id,
                "region_id": region.id if region else office.region_id,
                "title": title,
                "sort_name": folded(title),
                "starts": MONDAY,
                "ends": MONDAY + timedelta(days=3),
                "zone": "Asia/Jakarta",
                "city": "Jakarta",
                "state": TrainingState.OPEN,
                "created_at": clock.now(),
                **facts,
            }
        )
        db.session.add(training)
        db.session.flush()
        for position, module in enumerate(modules or []):
            db.session.add(
                TrainingModule(
                    training_id=training.id,
                    module_id=module.id,
                    position=position,
                    jp=400,
                    release_id=release_of(module).id,
                )
            )
    return reload(training)


def make_session(*, training: Training | None = None, **facts: Any) -> TrainingSession:
    """A session of two hours on the first morning, 2 JP."""
    training = training or make_training()
    start = facts.pop("starts_at", datetime(2019, 10, 28, 2, 0, tzinfo=UTC))
    return save(
        TrainingSession(
            **{
                "training_id": training.id,
                "title": f"Sesi {next(_n)}",
                "starts_at": start,
                "ends_at": start + timedelta(minutes=90),
                "jp": 200,
                **facts,
            }
        )
    )


def make_participation(
    *,
    training: Training | None = None,
    person: Person | None = None,
    capacity: Capacity = Capacity.PARTICIPANT,
    **facts: Any,
) -> Participation:
    """A person who was invited, has registered and has arrived."""
    training = training or make_training()
    person = person or make_person(f"Peserta {next(_n)}")
    now = clock.now()
    office = db.session.get(Office, person.office_id) if person.office_id else None
    return save(
        Participation(
            **{
                "training_id": training.id,
                "person_id": person.id,
                "capacity": capacity,
                "office_id": person.office_id,
                "region_id": office.region_id if office else None,
                "name_shown": person.shown_name,
                "sort_name": person.sort_name,
                "office_shown": office.name if office else "",
                "badge_code": ids.crockford(40),
                "invited_at": now,
                "registered_at": now,
                "arrived_at": now,
                **facts,
            }
        )
    )


def make_version(questions: Any = ()) -> Any:
    """Questions of a form as they were put before people."""
    from lms.questionnaires import actions

    with transaction():
        return actions.take_version(actions.begin("survey_form", questions), now=clock.now())
