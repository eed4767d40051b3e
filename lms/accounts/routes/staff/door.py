"""The blueprint of the staff's doors to people, and what their pages share."""

from flask import Blueprint

bp = Blueprint("accounts_staff", __name__, url_prefix="/staff/people")
