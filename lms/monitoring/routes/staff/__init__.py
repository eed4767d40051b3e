"""Doors of monitoring for staff: figures, activity reports, stakeholder meetings."""

from flask import Blueprint

bp = Blueprint("monitoring_staff", __name__, url_prefix="/staff")

from lms.monitoring.routes.staff import figures, meetings, plans, reports, settings  # noqa: E402, F401 - they fill the blueprint
