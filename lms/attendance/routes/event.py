"""The day of an event on a phone: one page that is installed, keeps the roll and marks without a line.

The page itself holds nobody's name: it can lie in the browser's cache. The roll comes as JSON, and the page keeps it
encrypted. Marks go to the offline door, which the slot "offline.door" names.
"""

from uuid import UUID

from flask import Blueprint, Response, flash, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.attendance import actions, queries, rules
from lms.attendance.forms import STATUS_NAMES, JoinForm
from lms.attendance.routes import words
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.core.principals import Kind, Principal
from lms.trainings.models import Training
from lms.web import assets, guard, limits, slots

bp = Blueprint("attendance_event", __name__, url_prefix="/event")
ASSETS = ("event.js", "event-scan.js", "event.css", "app.css", "light.js", "icons.svg", "pelita.svg")
joining = limits.limiter.limit("60 per minute", key_func=lambda: f"join {(request.view_args or {}).get('invite', '')}")


@bp.get("/<uuid:uid>")
@guard.known
def show(uid: UUID) -> ResponseReturnValue:
    """Answer with the page: the training's title and the words; the roll is asked for by its script."""
    try:
        who, training = _who_marks(uid)
    except Refused:  # who lost the right may hold marks of before: the page still sends them
        return _page(_somebody(), uid, _("Attendance"), is_over=True), 404
    return _page(who, uid, training.title), 200


def _page(who: Principal, uid: UUID, title: str, *, is_over: bool = False) -> str:
    return render_template(
        "attendance/event/show.html", uid=uid, name=title, author=guard.pseudonym_of(who),
        is_device=who.kind == Kind.DEVICE, statuses=STATUS_NAMES, words=words.event_words(),
        door=slots.links("offline.door", who)[0].url, is_over=is_over,
    )  # fmt: skip


@bp.get("/<uuid:uid>/roll.json")
@guard.known
def show_roll(uid: UUID) -> ResponseReturnValue:
    """Answer with what a device may hold: name, office, role and badge hash of each person, and the sessions."""
    who, training = _who_marks(uid)
    if who.kind == Kind.DEVICE:
        actions.note_seen(who, now=clock.now())
    sessions = queries.markable_sessions(who, training)
    shown = request.args.get("session", type=UUID)
    forgets_at = rules.forgets_at(
        training.ends, training.zone, session_ends=[session.ends_at for session in sessions], now=clock.now()
    )
    if clock.now() > forgets_at:
        return {"expired": True}
    answer = Response(
        json.dumps(queries.event_roll(training, sessions, shown=shown, forgets_at=forgets_at, now=clock.now())),
        mimetype="application/json",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<uuid:uid>/app.webmanifest")
@guard.public
def manifest(uid: UUID) -> ResponseReturnValue:
    """Answer with what a phone needs to install the page; it names no training, so that anyone may read it."""
    icons = [
        {"src": assets.url(f"event-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    content = {
        "name": _("Attendance"), "short_name": _("Attendance"), "scope": "/event/", "display": "standalone",
        "id": url_for(".show", uid=uid), "start_url": url_for(".show", uid=uid), "icons": icons,
        "background_color": "#ffffff", "theme_color": "#0c5a63",
    }  # fmt: skip
    return Response(json.dumps(content), mimetype="application/manifest+json")


@bp.get("/worker.js")
@guard.public
def worker() -> ResponseReturnValue:
    """Answer with the service worker, before it the list of files that it keeps."""
    kept = [{"url": assets.url(name), "revision": None} for name in ASSETS]
    source = f"self.__WB_MANIFEST={json.dumps(kept)};\n{assets.read('event-worker.js')}"
    answer = Response(source, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/join/<uuid:invite>")
@guard.public
def ask_join(invite: UUID) -> ResponseReturnValue:
    """Ask a phone for the PIN and for its name."""
    return _join_page(invite, JoinForm(formdata=None)), 200


@bp.post("/join/<uuid:invite>")
@guard.public
@joining
def join(invite: UUID) -> ResponseReturnValue:
    """Let a phone join, and go to the page."""
    form = JoinForm()
    if not form.validate():
        return _join_page(invite, form), 422
    try:
        pin = "".join(letter for letter in form.pin.data if letter.isdecimal())
        device = actions.join_device(invite, pin=pin, name=form.device.data, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _join_page(invite, form), 422
    if device is None:
        form.pin.errors = [_("This is not the PIN. Type the six digits beside the code.")]
        return _join_page(invite, form), 422
    guard.hold_device(device)
    return redirect(url_for(".show", uid=queries.get_device_of(device).training.uid))


@bp.post("/<uuid:uid>/leaving")
@guard.known
def leave(uid: UUID) -> ResponseReturnValue:
    """Take this phone out of a training: it cuts itself off."""
    who, _training = _who_marks(uid)
    if who.kind == Kind.DEVICE:
        actions.cut_off(who.uid, by=who, now=clock.now())
        flash(_("This phone has left the training."))
    return redirect("/")


def _join_page(invite_uid: UUID, form: JoinForm) -> str:
    invite = queries.get_invite(invite_uid)
    return render_template("attendance/event/join.html", invite=invite, training=invite.training, form=form)


def _somebody() -> Principal:
    """Return who is here at all."""
    return guard.find_principal() or guard.held_devices()[0]


def _who_marks(uid: UUID) -> tuple[Principal, Training]:
    """Return as whom this browser may mark a training: the signed-in person, else a device that joined it."""
    person = guard.find_principal()
    refusal: Refused = Missing()
    for who in [*([person] if person else []), *guard.held_devices()]:
        try:
            return who, queries.get_event_training(who, uid)
        except Missing:
            continue
        except Refused as said:
            refusal = said
    raise refusal
