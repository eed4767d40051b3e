"""A figure is the sum of the rows that it opens."""

from datetime import date

import pytest

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.monitoring import queries
from lms.monitoring.models import ActivityKind, ActivityReport, Indicator, Meeting, MeetingGuest, ReportState
from lms.monitoring.queries import MEASURES, Scope
from lms.places.models import OnlineSince, Programme, Region
from lms.trainings.models import Capacity, TrainingKind
from tests import factories as make

pytestmark = pytest.mark.database


@pytest.fixture
def programme(app: object) -> Programme:
    return make.make_programme()


@pytest.fixture
def village(programme: Programme) -> Region:
    return make_village(programme, "18.05.01.2001")


def make_village(programme: Programme, code: str) -> Region:
    parent = None
    for level in range(1, 5):
        part = ".".join(code.split(".")[:level])
        found = db.session.scalar(db.select(Region).where(Region.tree_id == programme.tree_id, Region.code == part))
        parent = found or make.make_region(part, tree=programme.tree, parent=parent)
    assert parent is not None
    return parent


def scope_of(programme: Programme, **facts: object) -> Scope:
    return Scope(**{"programme_id": programme.id, "starts": date(2019, 1, 1), "ends": date(2019, 10, 31), **facts})  # type: ignore[arg-type]


def value(key: str, scope: Scope) -> int:
    return queries.count_all(scope, [key])[key]


def replicate(programme: Programme, village: Region, *, starts: date = date(2019, 3, 5), people: int = 3) -> object:
    library = make.make_office(region=village, kind=make.make_office_kind(is_library=True))
    training = make.make_training(
        programme=programme, office=library, starts=starts, ends=starts, library_id=library.id
    )
    kind_id = training.kind_id
    with transaction():
        db.session.get_one(TrainingKind, kind_id).is_replication = True
    for _ in range(people):
        make.make_participation(training=training)
    return training


def report(programme: Programme, village: Region, participants: int = 35, **facts: object) -> ActivityReport:
    kind = db.session.scalar(db.select(ActivityKind)) or make.save(
        ActivityKind(programme_id=programme.id, key="pli", label={"id": "PLI"})
    )
    library = make.make_office(region=village)
    return make.save(
        ActivityReport(
            **{
                "programme_id": programme.id, "library_id": library.id, "region_id": village.id, "kind_id": kind.id,
                "title": "Kelas komputer", "sort_name": "kelas komputer", "on_day": date(2019, 5, 2),
                "participants": participants, "women": participants, "men": 0, "from_25": participants,
                "state": ReportState.SUBMITTED, "created_at": clock.now(), **facts,
            }
        )
    )  # fmt: skip


def test_a_facilitator_who_gave_two_replications_counts_once(programme: Programme, village: Region) -> None:
    office = make.make_office(region=village)
    facilitator = make.make_person("Budi", office=office)
    for code in ("18.05.01.2001", "18.05.01.2002"):
        training = replicate(programme, make_village(programme, code))
        make.make_participation(training=training, person=facilitator, capacity=Capacity.FACILITATOR)  # type: ignore[arg-type]
    scope = scope_of(programme)
    assert value("facilitators", scope) == 1
    assert value("managers", scope) == 6
    assert (value("villages", scope), value("libraries", scope), value("regencies", scope)) == (2, 2, 1)


def test_whoever_did_not_come_is_not_counted_as_trained(programme: Programme, village: Region) -> None:
    training = replicate(programme, village, people=1)
    make.make_participation(training=training, arrived_at=None)  # type: ignore[arg-type]
    assert value("managers", scope_of(programme)) == 1


def test_a_draft_and_a_report_sent_back_do_not_count(programme: Programme, village: Region) -> None:
    report(programme, village, 35)
    report(programme, village, 10, state=ReportState.DRAFT)
    report(programme, village, 10, state=ReportState.RETURNED)
    scope = scope_of(programme)
    assert (value("activities", scope), value("community", scope)) == (1, 35)


def test_deleting_one_row_moves_its_figure_by_one(programme: Programme, village: Region) -> None:
    kept = [report(programme, village) for _ in range(3)]
    scope, gone = scope_of(programme), kept[0].id
    assert value("activities", scope) == 3
    with transaction():
        db.session.delete(db.session.get_one(ActivityReport, gone))
    assert value("activities", scope) == 2


def test_an_office_online_counts_until_it_says_otherwise_and_libraries_never(
    programme: Programme, village: Region
) -> None:
    office = make.make_office(region=village)
    library = make.make_office(region=village, kind=make.make_office_kind(is_library=True))
    for where in (office, library):
        make.save(OnlineSince(office_id=where.id, since=date(2019, 2, 1), recorded_at=clock.now()))
    assert value("offices_online", scope_of(programme)) == 1
    make.save(OnlineSince(office_id=office.id, since=date(2019, 6, 1), is_online=False, recorded_at=clock.now()))
    assert value("offices_online", scope_of(programme)) == 0


def test_meetings_are_counted_by_the_level_of_their_region(programme: Programme, village: Region) -> None:
    regency = village.parent.parent  # type: ignore[union-attr]
    for region, guests in ((regency, 3), (regency, 2), (regency.parent, 4)):  # type: ignore[union-attr]
        meeting = make.save(
            Meeting(programme_id=programme.id, region_id=region.id, title="Rapat", sort_name="rapat",  # type: ignore[union-attr]
                    on_day=date(2019, 4, 1), recorded_at=clock.now())
        )  # fmt: skip
        for _ in range(guests):
            make.save(MeetingGuest(meeting_id=meeting.id, institution="Bappeda"))
    scope = scope_of(programme)
    assert [value(f"meeting_{key}", scope) for key in ("guests", "regencies", "provinces")] == [9, 1, 1]


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_figure_equals_its_rows_its_regions_and_its_months(programme: Programme, village: Region, key: str) -> None:
    replicate(programme, village)
    replicate(programme, make_village(programme, "73.01.01.2001"), starts=date(2019, 7, 1))
    report(programme, village)
    report(programme, make_village(programme, "73.01.01.2002"), 12, on_day=date(2019, 9, 9))
    scope = scope_of(programme)
    total = value(key, scope)
    opened = db.session.execute(queries.rows(MEASURES[key], scope)).all()
    assert total == sum(row.value for row in opened)
    assert total == sum(row.value for row in queries.by_region(MEASURES[key], scope, 1))
    assert total == sum(count for _day, count in queries.by_month(MEASURES[key], scope))


def test_a_coordinator_counts_only_the_own_region(programme: Programme, village: Region) -> None:
    report(programme, village)
    elsewhere = make_village(programme, "73.01.01.2001")
    report(programme, elsewhere)
    lampung = village.parent.parent.parent  # type: ignore[union-attr]
    by = make.principal_of(make.make_staff(Role.COORDINATOR, region=lampung))
    assert value("activities", scope_of(programme, principal=by)) == 1
    assert value("activities", scope_of(programme, principal=by, below=elsewhere.reach_code)) == 0
    assert value("activities", scope_of(programme)) == 2


def test_after_a_region_moved_to_a_new_province_its_facts_are_reached_from_there(
    programme: Programme, village: Region
) -> None:
    report(programme, village)
    moved = make.make_region("93", tree=programme.tree)
    village_id, tree_key = village.id, programme.tree.key
    with transaction():
        db.session.get_one(Region, village_id).reach_code = f"{tree_key}:93.01.01.2001"
    assert value("activities", scope_of(programme, below=moved.reach_code)) == 1
    assert value("activities", scope_of(programme, below=f"{tree_key}:18")) == 0


def test_all_figures_are_counted_in_two_statements(programme: Programme, count_queries: object) -> None:
    for key in MEASURES:
        make.save(Indicator(programme_id=programme.id, code=key, measure=key, label={}, unit={}, definition={}))
    scope = scope_of(programme)
    with count_queries() as seen:  # type: ignore[operator]
        assert len(queries.figures(scope)) == len(MEASURES)
    assert len(seen) == 2
