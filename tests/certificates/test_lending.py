"""A series, a signer and a design of an office are delegated to a province, and taken back."""

from typing import Any

import pytest
from flask import Flask

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, Lending
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Role
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training

pytestmark = pytest.mark.database


def test_a_province_issues_from_what_was_delegated_to_it_until_it_is_taken_back(app: Flask, client: Any) -> None:
    national, by = make_training(), keeper()
    series, signer, design = (part(national, by) for part in (certs.make_series, certs.make_signer, certs.make_design))
    tree = national.region.tree
    province = make.make_region(tree=tree, code="18", name="Lampung", level=1)
    regency = make.make_region(tree=tree, code="18.05", name="Tulang Bawang", level=2, parent_id=province.id)
    other = make.make_region(tree=tree, code="19", name="Bangka Belitung", level=1)
    there = make_training(region=regency, office=make.make_office(region=regency), programme=national.programme)
    make_eligible(there, "Siti Aminah")
    staff = make.make_staff(Role.COORDINATOR, name="Koordinator Lampung", region=province)
    chosen = {"series_uid": series.uid, "signer_uid": signer.uid, "design_uid": design.uid, "now": NOW}
    assert usable(staff, there) == [0, 0, 0]
    client.sign_in(by)
    pages = {"series": f"/staff/certificate-series/{series.uid}", "signer": f"/staff/signers/{signer.uid}",
             "design": f"/staff/designs/{design.uid}"}  # fmt: skip
    for kind, row in (("series", series), ("signer", signer), ("design", design)):
        assert "Lampung" in client.get(pages[kind]).get_data(as_text=True)
        for _again in range(2):
            lent = client.post(f"/staff/certificate-lendings/{kind}/{row.uid}", data={"region": str(province.uid)})
            assert lent.status_code == 302
        assert "Tarik kembali dari Lampung" in client.get(pages[kind]).get_data(as_text=True)
    assert db.session.scalar(db.select(db.func.count(Lending.id))) == 3
    assert usable(staff, there) == [1, 1, 1]
    actions.lend("series", series.uid, region_uid=other.uid, by=as_principal(by), now=NOW)
    actions.issue_all(there.uid, by=as_principal(staff), **chosen)
    assert db.session.scalars(db.select(Certificate)).one().number.startswith("0001/2/")
    with pytest.raises(Missing):
        actions.change_series(series.uid, name="x", pattern="{serial}/{year}", unit="", classification="",
                              capacities=(), by=as_principal(staff))  # fmt: skip
    with pytest.raises(Missing):
        actions.lend("series", series.uid, region_uid=province.uid, by=as_principal(staff), now=NOW)
    for lending in db.session.scalars(db.select(Lending).where(Lending.region_id == province.id)).all():
        with pytest.raises(Missing):
            actions.take_back(lending.uid, by=as_principal(staff), now=NOW)
        actions.take_back(lending.uid, by=as_principal(by), now=NOW)
    assert usable(staff, there) == [0, 0, 0]


def usable(staff: Any, training: Any) -> list[int]:
    who = as_principal(staff)
    return [len(queries.usable_series(who, training)), len(queries.usable_designs(who, training)),
            len(queries.usable_signers(who, training, today=NOW.date()))]  # fmt: skip
