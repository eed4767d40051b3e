"""3,088 reports of community activities, with tallies that add up to 108,474 participations."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from lms.core.clock import at
from lms.core.names import folded
from lms.demo.actions.ground import Ground, Library, Regency, zone_of
from lms.demo.actions.people import givers
from lms.demo.actions.regions import LAST_DAY
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, day_between, spread, uid
from lms.demo.rules.words import words
from lms.monitoring.models import ActivityReport, ReportFact, ReportState
from lms.places.models import Funding

AGES = ("under_15", "from_15", "from_25", "from_60")
FUNDINGS = (Funding.DANA_DESA, Funding.APBD, Funding.CSR, Funding.OTHER, None)
FLOW = (ReportState.SUBMITTED, ReportState.VERIFIED_REGENCY, ReportState.VERIFIED_PROVINCE, ReportState.LOCKED)
COMMENT = "Jumlah menurut umur belum sesuai dengan foto daftar hadir."
UNFINISHED = ((ReportState.RETURNED, 5), (ReportState.DRAFT, 4))


def report_activities(ground: Ground, replicated: list[date]) -> None:
    """Report what the libraries did after their managers were trained; a few more are drafts or were sent back."""
    expected = words("facts")["achievements"]
    counts = spread(expected["activities"]["expected"], [(LAST_DAY - day).days + 14 for day in replicated], least=1)
    slots = [(number, turn) for number, count in enumerate(counts) for turn in range(count)]
    sizes = spread(expected["community_participants"]["expected"], [_weight(*slot) for slot in slots], least=4)
    libraries = list(ground.libraries())
    rows = [
        _row(ground, libraries[number], number, turn, size, since=replicated[number])
        for (number, turn), size in zip(slots, sizes, strict=True)
    ]
    rows.sort(key=lambda row: (row["on_day"], str(row["uid"])))
    unfinished = list(_unfinished(ground, libraries, replicated))
    ids = add(ActivityReport, rows + unfinished)
    keep(ReportFact, list(_facts(ground, rows + unfinished, ids)))


def _weight(number: int, turn: int) -> float:
    return chance("size", number, turn).lognormvariate(0, 0.55)


def _row(
    ground: Ground, place: tuple[Regency, int, Library], number: int, turn: int, size: int, *, since: date
) -> dict[str, Any]:
    regency, index, library = place
    luck = chance("report", number, turn)
    said = words("activities")
    kind = luck.choices(list(said), [said[name]["share"] for name in said])[0]
    day = day_between(luck, since + timedelta(days=2), LAST_DAY)
    women = round(size * luck.uniform(0.45, 0.78))
    by_age = spread(size, [weight * luck.uniform(0.6, 1.4) for weight in said[kind]["ages"]])
    manager = ground.people[f"m/{regency.code}/{index}/0"]
    is_proxy = luck.random() < 0.18
    filer = ground.people[givers(ground, regency.code, index)[0]] if is_proxy else manager
    title = luck.choice(said[kind]["titles"])
    return {
        "uid": uid("report", number, turn), "programme_id": ground.programme_id, "library_id": library.office_id,
        "region_id": library.region_id, "kind_id": ground.activity_kinds[kind], "title": title,
        "sort_name": folded(title), "story": "", "on_day": day, "participants": size, "women": women,
        "men": size - women, **dict(zip(AGES, by_age, strict=True)), "disabled": _disabled(luck, size),
        "funding": luck.choices(FUNDINGS, [5, 2, 1, 1, 2])[0],
        "evidence": f"Dokumen: {ground.places[library.office_id][1]}",
        "photo_id": None, "state": _state(day), "filed_by": filer.principal_id,
        "filed_for": manager.full_name if is_proxy else "",
        "created_at": at(day + timedelta(days=luck.randint(0, 4)), 19, luck.randint(0, 59), zone_of(regency.province)),
    }  # fmt: skip


def _disabled(luck: random.Random, size: int) -> int:
    return min(size, luck.randint(1, 3)) if luck.random() < 0.2 else 0


def _state(day: date) -> ReportState:
    """Return how far a report has come by the end of October: a month is locked after the next has begun."""
    if day.month <= 8:
        return ReportState.LOCKED
    if day.month == 9:
        return ReportState.VERIFIED_PROVINCE
    return ReportState.VERIFIED_REGENCY if day.day <= 18 else ReportState.SUBMITTED


def _unfinished(
    ground: Ground, libraries: list[tuple[Regency, int, Library]], replicated: list[date]
) -> Iterator[dict[str, Any]]:
    """Make reports that do not count: the libraries of Tulang Bawang have some to finish."""
    mine = [number for number, (regency, _, _) in enumerate(libraries) if regency.code == "18.05"]
    turn = 1000
    for state, count in UNFINISHED:
        for _ in range(count):
            number = mine[turn % len(mine)]
            since = max(replicated[number], date(2019, 10, 20))
            yield _row(ground, libraries[number], number, turn, 12 + turn % 9, since=since) | {"state": state}
            turn += 1


def _facts(ground: Ground, rows: list[dict[str, Any]], ids: list[int]) -> Iterator[dict[str, Any]]:
    codes = {library.region_id: regency for regency, _, library in ground.libraries()}
    for row, key in zip(rows, ids, strict=True):
        regency = codes[row["region_id"]]
        operator, coordinator = ground.people[f"op/{regency.code}"], ground.people[f"c/{regency.province}"]
        for step, (state, by) in enumerate(_path(row, operator.principal_id, coordinator.principal_id)):
            comment = COMMENT if state == ReportState.RETURNED else ""
            yield {"uid": uid("fact", row["uid"], step), "report_id": key, "state": state, "comment": comment, "by": by,
                   "at": _later(row["created_at"], step)}  # fmt: skip


def _path(row: dict[str, Any], operator: int, coordinator: int) -> list[tuple[ReportState, int]]:
    who = dict(zip(FLOW, (row["filed_by"], operator, coordinator, coordinator), strict=True))
    if row["state"] == ReportState.DRAFT:
        return []
    if row["state"] == ReportState.RETURNED:
        return [(ReportState.SUBMITTED, row["filed_by"]), (ReportState.RETURNED, operator)]
    return [(state, who[state]) for state in FLOW[: FLOW.index(row["state"]) + 1]]


def _later(moment: datetime, step: int) -> datetime:
    return moment + timedelta(days=(0, 3, 9, 16)[step])
