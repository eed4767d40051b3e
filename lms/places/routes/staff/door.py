"""The blueprint of the staff's doors to places."""

from flask import Blueprint

bp = Blueprint("places_staff", __name__, url_prefix="/staff/places")
