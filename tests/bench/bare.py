"""The baseline: Flask, one select, a template of 20 KB. No middleware, no sign-in, no compression."""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import select

CELLS = "<th scope='row'>{{ row.name }}</th><td>{{ row.id }}</td><td>{{ row.sort_name }}</td>"
ROW = f"<tr>{CELLS}{'<td>lorem ipsum dolor</td>' * 8}</tr>\n"
PAGE = "<!doctype html><title>Bare</title><table>{% for row in rows %}" + ROW + "{% endfor %}</table>"

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": PAGE})
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["LMS_DATABASE_URL"]
db = SQLAlchemy(app)


class Office(db.Model):  # type: ignore[name-defined, misc]
    """A row of the page."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)
    sort_name = db.Column(db.String)


@app.get("/")
def page() -> str:
    """Draw the rows of one select."""
    rows = db.session.scalars(select(Office).order_by(Office.id).limit(60)).all()
    return render_template("page.html", rows=rows)
