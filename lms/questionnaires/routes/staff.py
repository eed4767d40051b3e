"""The one editor of forms: questions are added, changed, moved, copied, taken out; and looked at as people see them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.errors import Missing, Refused
from lms.questionnaires import actions, queries
from lms.questionnaires.forms import KINDS, QuestionForm
from lms.questionnaires.models import Questionnaire
from lms.questionnaires.rules import Subject
from lms.web import guard

bp = Blueprint("questionnaires_staff", __name__, url_prefix="/staff/questionnaires")


@bp.route("/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show the questions of a form, and add one."""
    found, subject = _found(uid)
    form = QuestionForm().offer(subject.kinds)
    if form.validate_on_submit() and _kept(form, lambda: actions.add_question(uid, by=_me(), **form.said_facts())):
        flash(_("Added."), "success")
        return redirect(url_for(".show", uid=uid) + "#add")
    return _draw("show", found, subject, form)


@bp.route("/<uuid:uid>/questions/<key>", methods=["GET", "POST"])
@guard.signed_in
def edit(uid: UUID, key: str) -> ResponseReturnValue:
    """Change one question."""
    found, subject = _found(uid)
    question = next((one for one in found.questions if one["key"] == key), None)
    if question is None:
        raise Missing
    form = QuestionForm().offer(subject.kinds)
    if not form.is_submitted():
        form.begin(question)
    elif form.validate() and _kept(form, lambda: actions.change_question(uid, key, by=_me(), **form.said_facts())):
        flash(_("Saved."), "success")
        return redirect(url_for(".show", uid=uid) + f"#{key}")
    return _draw("edit", found, subject, form, question=question)


@bp.post("/<uuid:uid>/questions/<key>/<any(earlier, later, copy, removal):act>")
@guard.signed_in
def change(uid: UUID, key: str, act: str) -> ResponseReturnValue:
    """Move a question, copy it, or take it out."""
    try:
        if act == "copy":
            actions.copy_question(uid, key, by=_me())
        elif act == "removal":
            actions.remove_question(uid, key, by=_me())
        else:
            actions.move_question(uid, key, by=_me(), earlier=act == "earlier")
    except Missing:
        raise
    except Refused as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".show", uid=uid) + ("" if act == "removal" else f"#{key}"))


@bp.get("/<uuid:uid>/preview")
@guard.signed_in
def preview(uid: UUID) -> ResponseReturnValue:
    """Show a form as people see it; nothing is sent."""
    found, subject = _found(uid)
    return render_template("questionnaires/staff/preview.html", questionnaire=found, subject=subject)


def _me() -> Any:
    return guard.principal()


def _found(uid: UUID) -> tuple[Questionnaire, Subject]:
    found = queries.get_questionnaire(uid)
    return found, queries.owner_of(found).subject(guard.principal(), found)


def _kept(form: QuestionForm, act: Any) -> bool:
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _draw(page: str, found: Questionnaire, subject: Subject, form: QuestionForm, **more: Any) -> ResponseReturnValue:
    words = {"questionnaire": found, "subject": subject, "form": form, "newest": queries.newest_version(found.id),
             "kinds": {kind.value: name for kind, name in KINDS.items()}, **more}  # fmt: skip
    return render_template(
        f"questionnaires/staff/{page}.html", **words
    ), 422 if form.errors or form.form_errors else 200
