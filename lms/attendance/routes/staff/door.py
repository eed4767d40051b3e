"""The blueprint of the staff's doors to attendance."""

from flask import Blueprint

bp = Blueprint("attendance_staff", __name__, url_prefix="/staff")
