"""The blueprint of the staff's doors to surveys."""

from flask import Blueprint

bp = Blueprint("surveys_staff", __name__, url_prefix="/staff")
