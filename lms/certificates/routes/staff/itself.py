"""The tab of a module: whether it issues certificates by itself to who studies it alone."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Module
from lms.catalogue.permissions import may_author
from lms.certificates import actions, queries
from lms.certificates.forms import ModuleCertificateForm
from lms.certificates.models import ModuleCertificate
from lms.certificates.routes.staff.door import bp, keepers, read_uid
from lms.certificates.rules.itself import hindrance
from lms.core import clock
from lms.core.errors import Refused
from lms.places import queries as places
from lms.web import guard


@bp.route("/modules/<uuid:uid>/certificate", methods=["GET", "POST"])
@keepers
def module_certificate(uid: UUID) -> ResponseReturnValue:
    """Choose series, signer, design and conditions; who waits for a certificate gets it then."""
    module, now = catalogue.get_module_within(guard.principal(), uid), clock.now()
    form = _form(queries.find_module_certificate(module.id), now)
    if request.method == "GET" or not form.validate():
        return _page(module, form), 200 if request.method == "GET" else 422
    try:
        actions.set_module_certificate(
            uid, series_uid=read_uid(form.series.data), signer_uid=read_uid(form.signer.data),
            design_uid=read_uid(form.design.data), place=form.place.data, needs_tests=form.needs_tests.data,
            by=guard.principal(), now=now,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(module, form), 422
    flash(_("Certificates issue by themselves now."), "success")
    return redirect(url_for(".module_certificate", uid=uid))


@bp.post("/modules/<uuid:uid>/certificate/ending")
@keepers
def end_module_certificate(uid: UUID) -> ResponseReturnValue:
    """Let the module issue no more certificates by itself."""
    actions.end_module_certificate(uid, by=guard.principal(), now=clock.now())
    flash(_("No more certificates issue by themselves; those that were issued stay."), "success")
    return redirect(url_for(".module_certificate", uid=uid))


def _form(setting: ModuleCertificate | None, now: datetime) -> ModuleCertificateForm:
    who = guard.principal()
    kept = {"place": setting.place, "needs_tests": setting.needs_tests, "series": str(setting.series.uid),
            "signer": str(setting.signer.uid), "design": str(setting.design.uid)} if setting else {}  # fmt: skip
    form = ModuleCertificateForm(data=kept)
    form.series.choices = [(str(row.uid), f"{row.name} · {row.office.name}") for row in queries.offered_series(who)]
    signers = queries.offered_signers(who, today=places.day_of(now))
    form.signer.choices = [(str(row.uid), f"{row.full_name} · {row.title}") for row in signers]
    form.design.choices = [(str(row.uid), f"{row.name} · {row.office.name}") for row in queries.offered_designs(who)]
    return form


def _page(module: Module, form: ModuleCertificateForm) -> str:
    setting = queries.find_module_certificate(module.id)
    return render_template(
        "certificates/staff/module.html", module=module, form=form, setting=setting, problem=problem_of(setting),
        trainings=queries.self_paced_with(module.id), may_author=may_author(guard.principal()), tab="certificate",
        is_signed=queries.unattended_since(now=clock.now()) is not None,
    )  # fmt: skip


def problem_of(setting: ModuleCertificate | None) -> str:
    """Return in words why a setting that holds can issue nothing now."""
    if setting is None or setting.ended_at is not None:
        return ""
    return hindrance(
        series_is_closed=setting.series.closed_at is not None, signs_from=setting.signer.valid_from,
        signs_until=setting.signer.valid_until, today=clock.today(setting.series.zone),
    )  # fmt: skip
