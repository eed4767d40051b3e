"""Offices of provinces and regencies, the village libraries, who is a partner and who is online."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.core.clock import at
from lms.core.db import db
from lms.core.names import folded
from lms.demo.actions.ground import Ground, Library, Province, Regency
from lms.demo.actions.regions import LAST_DAY
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, day_between, uid
from lms.demo.rules.words import words
from lms.places import queries as places
from lms.places.models import Funding, Office, OnlineSince, Partnership, PartnerStatus, Region

YEAR = 2019
ONLINE = 52
OFFLINE = 6


def make_offices(ground: Ground) -> None:
    """Make an office for each province and each regency of the cohort, and five libraries in each regency."""
    provinces = places.provinces_on(ground.tree_id, LAST_DAY)
    offices = [(row.id, f"Dinas Perpustakaan dan Kearsipan Provinsi {row.name}") for row in provinces]
    ids = _add(ground, "dinas_provinsi", offices)
    ground.provinces = {
        row.code: Province(row.code, row.name, row.id, key) for row, key in zip(provinces, ids, strict=True)
    }
    _make_regencies(ground)
    _make_libraries(ground)
    _make_partners(ground)
    _go_online(ground)


def _make_regencies(ground: Ground) -> None:
    codes = words("programme")["cohort"]["regencies"]
    rows = db.session.execute(
        select(Region.id, Region.code, Region.name).where(Region.tree_id == ground.tree_id, Region.code.in_(codes))
    ).all()
    ground.regencies = sorted((Regency(row.code, row.name, row.id) for row in rows), key=lambda one: one.code)
    offices = [(one.region_id, f"Dinas Perpustakaan dan Kearsipan {one.name}") for one in ground.regencies]
    for regency, key in zip(ground.regencies, _add(ground, "dinas_kabupaten", offices), strict=True):
        regency.office_id = key


def _make_libraries(ground: Ground) -> None:
    villages = _villages(ground)
    wanted = [row for regency in ground.regencies for row in _chosen(regency.code, villages[regency.code])]
    offices = [
        (row.id, f"Perpustakaan {'Nagari' if row.code.startswith('13') else 'Desa'} {row.name}") for row in wanted
    ]
    ids = _add(ground, "perpustakaan_desa", offices)
    by_code = {regency.code: regency for regency in ground.regencies}
    for row, key in zip(wanted, ids, strict=True):
        by_code[row.code[:5]].libraries.append(Library(key, row.id, row.name, row.district))


def _villages(ground: Ground) -> dict[str, list[Any]]:
    """Return the villages (no towns) of each regency of the cohort, by its code."""
    district = aliased(Region)
    rows = db.session.execute(
        select(Region.id, Region.code, Region.name, district.name.label("district"))
        .join(district, district.id == Region.parent_id)
        .where(district.parent_id.in_([one.region_id for one in ground.regencies]))
        .where(Region.level == 4, Region.kind != "kelurahan")
        .order_by(Region.code)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.code[:5], []).append(row)
    return found


def _chosen(code: str, villages: Sequence[Any]) -> list[Any]:
    """Choose five villages of a regency, in two districts."""
    luck = chance("villages", code)
    by_district: dict[str, list[Any]] = {}
    for row in villages:
        by_district.setdefault(row.code[:8], []).append(row)
    roomy = [rows for _, rows in sorted(by_district.items()) if len(rows) >= 3]
    first, second = luck.sample(roomy, 2)
    return sorted([*luck.sample(first, 3), *luck.sample(second, 2)], key=lambda row: str(row.code))


def _add(ground: Ground, kind: str, offices: Sequence[tuple[int, str]]) -> list[int]:
    ids = add(Office, [
        {"uid": uid("office", kind, number), "kind_id": ground.office_kinds[kind], "region_id": region_id,
         "name": name, "sort_name": folded(name)}
        for number, (region_id, name) in enumerate(offices)
    ])  # fmt: skip
    ground.places.update(zip(ids, offices, strict=True))
    return ids


def _make_partners(ground: Ground) -> None:
    luck = chance("partners")
    fundings = [Funding.APBN, Funding.APBD, Funding.DANA_DESA, Funding.CSR]
    keep(Partnership, [
        {"uid": uid("partner", number), "programme_id": ground.programme_id, "office_id": library.office_id,
         "year": YEAR, "status": luck.choices(list(PartnerStatus), [7, 2, 1])[0],
         "funding": luck.choices(fundings, [5, 2, 6, 1])[0]}
        for number, (_regency, _index, library) in enumerate(ground.libraries())
    ])  # fmt: skip


def _go_online(ground: Ground) -> None:
    """Let 52 offices be online with evidence; some are not, and some libraries are, which the figure leaves out."""
    luck = chance("online")
    offices = [province.office_id for province in ground.provinces.values()]
    offices += [regency.office_id for regency in ground.regencies]
    chosen = luck.sample(offices, ONLINE + OFFLINE)
    chosen += luck.sample([library.office_id for _, _, library in ground.libraries()], 40)
    keep(OnlineSince, [
        _state(number, office_id, is_online=not ONLINE <= number < ONLINE + OFFLINE)
        for number, office_id in enumerate(chosen)
    ])  # fmt: skip


def _state(number: int, office_id: int, *, is_online: bool) -> dict[str, object]:
    since = day_between(chance("online", number), date(2019, 1, 14), date(2019, 10, 25))
    evidence = (
        "Tangkapan layar halaman muka, diperiksa petugas" if is_online else "Alamat tidak menjawab saat diperiksa"
    )
    return {
        "uid": uid("online", number), "office_id": office_id, "since": since, "is_online": is_online,
        "address": f"https://perpustakaan-{office_id}.example.id", "evidence": evidence, "recorded_by": None,
        "recorded_at": at(since + timedelta(days=2), 9, 0, "Asia/Jakarta"),
    }  # fmt: skip
