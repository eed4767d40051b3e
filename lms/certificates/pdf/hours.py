"""The words of a transcript: which trainings gave lesson hours in a year, and how each was counted."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.trainings.rules.labels import capacities
from lms.web import filters


def words_of_hours(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a transcript says besides its data, in the language spoken now."""
    count = len(data["trainings"])
    return {
        "sentence": _("earned %(hours)s lesson hours in %(year)s, in %(n)s trainings:",
                      hours=filters.jp(data["jp"]), year=data["year"], n=count),
        "activity": _("Training, modules and sessions"), "day": _("Days"),
        "total": _("Total of %(year)s", year=data["year"]),
        "note": _("Lesson hours of a training are those of its modules; those of sessions, in brackets, say when "
                  "somebody was there. This transcript tells what was counted on %(day)s.",
                  day=filters.day(date.fromisoformat(data["on_day"]))),
        "rows": [_row(row) for row in data["trainings"]],
    }  # fmt: skip


def _row(row: dict[str, Any]) -> dict[str, Any]:
    late = _("late")
    return {
        "title": row["title"], "jp": row["jp"], "days": _days(row), "about": _about(row), "how": _how(row["counted"]),
        "modules": [{"said": _("Module: %(title)s", title=one["title"]), "jp": one["jp"]} for one in row["modules"]],
        "sessions": [
            {"said": _("Session: %(title)s", title=one["title"]) + (f" ({late})" if one["status"] == "T" else ""),
             "day": filters.day(date.fromisoformat(one["on_day"])), "jp": one["jp"]}
            for one in row["sessions"]
        ],
    }  # fmt: skip


def _days(row: dict[str, Any]) -> str:
    first = date.fromisoformat(row["starts"] or row["on_day"])
    return filters.day_range(first, date.fromisoformat(row["ends"] or row["starts"] or row["on_day"]))


def _about(row: dict[str, Any]) -> str:
    parts = [row["organiser"], _("as %(capacity)s", capacity=str(capacities()[row["capacity"]]).lower())]
    if row["number"]:
        parts.append(_("certificate %(number)s", number=row["number"]))
    return " · ".join(part for part in parts if part)


def _how(counted: dict[str, Any]) -> str:
    """Return in one sentence how lesson hours were counted."""
    how = counted["how"]
    if how == "exception":
        return str(_("Counted as an exception that was granted on %(day)s.",
                     day=filters.day(date.fromisoformat(counted["on_day"]))))  # fmt: skip
    if how == "part":
        return str(_("Counted for having taken part."))
    test = " " + _("The post-test was passed.") if counted["test"] else ""
    if how == "lessons":
        return str(_("Counted by lessons: %(done)s of %(all)s completed.", done=counted["done"], all=counted["of"])
                   + test)  # fmt: skip
    share = filters.percent(counted["attended"] / counted["required"] if counted["required"] else 0)
    return str(_("Counted by attendance: %(attended)s of %(required)s JP (%(share)s; at least %(least)s percent).",
                 attended=filters.jp(counted["attended"]), required=filters.jp(counted["required"]), share=share,
                 least=counted["least"]) + test)  # fmt: skip
