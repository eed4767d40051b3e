"""Phones without an account: a door for them is opened and shown, and they are listed and cut off."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.attendance import actions, queries
from lms.attendance.routes.staff.door import bp
from lms.core import clock
from lms.core.addresses import public_url
from lms.web import guard, qr


@bp.get("/trainings/<uuid:uid>/devices")
@guard.signed_in
def devices(uid: UUID) -> ResponseReturnValue:
    """Show the joining code and PIN while the door is open, and every device with when it was last here."""
    training = queries.get_run_training(guard.principal(), uid)
    invite = queries.find_open_invite(training.id, now=clock.now())
    address = f"{public_url()}{url_for('attendance_event.ask_join', invite=invite.uid)}" if invite else ""
    return render_template(
        "attendance/staff/devices.html", training=training, invite=invite, address=address,
        picture=qr.svg(address, label=_("Joining code")) if invite else "",
        pin=actions.pin_of(invite) if invite else "", rows=queries.devices_of(training.id),
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/devices/door")
@guard.signed_in
def open_devices(uid: UUID) -> ResponseReturnValue:
    """Open the door for phones; a new code and PIN each time."""
    actions.open_devices(uid, by=guard.principal(), now=clock.now())
    return redirect(url_for(".devices", uid=uid))


@bp.post("/trainings/<uuid:uid>/devices/closing")
@guard.signed_in
def close_devices(uid: UUID) -> ResponseReturnValue:
    """Close the door; whoever has joined stays."""
    actions.close_devices(uid, by=guard.principal(), now=clock.now())
    return redirect(url_for(".devices", uid=uid))


@bp.post("/devices/<uuid:device>/cut")
@guard.signed_in
def cut_off(device: UUID) -> ResponseReturnValue:
    """Cut one device off."""
    cut = actions.cut_off(device, by=guard.principal(), now=clock.now())
    flash(_("%(name)s was cut off. What it still sends waits in quarantine.", name=cut.name))
    return redirect(url_for(".devices", uid=cut.training.uid))
