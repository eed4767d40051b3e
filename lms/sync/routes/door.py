"""The blueprint of the offline door."""

from flask import Blueprint

bp = Blueprint("sync", __name__)
