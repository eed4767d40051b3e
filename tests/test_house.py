"""The house stands as ARCHITECTURE.md draws it: what import-linter cannot see."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from lms.core.db import Base

ROOT = Path(__file__).parent.parent
LMS = ROOT / "lms"
LOW_TO_HIGH = [
    "core", "web", "questionnaires", "places", "accounts", "catalogue", "availability", "trainings", "enrolment",
    "attendance", "quizzes", "assignments", "packages", "discussions", "surveys", "progress", "learning", "monitoring",
    "certificates", "notifications", "privacy", "calendar", "search", "reports", "home", "operations", "sync",
    "api", "demo",
]  # fmt: skip
STRANGERS = [{"attendance", "quizzes", "assignments", "packages", "discussions"}]
FILES = {
    "__init__", "events", "models", "rules", "permissions", "queries", "actions", "forms", "routes", "jobs", "cli",
}  # fmt: skip
OUTSIDE_FORMATS = {
    "accounts": {"pdf"},
    "places": {"regions_csv", "successions", "idn_area_data"},
    "certificates": {"pdf", "credential", "signing"},
    "quizzes": {"formats", "pdf"},
    "reports": {"pdf"},
    "attendance": {"pdf", "spreadsheet"},
    "catalogue": {"formats"},
    "enrolment": {"formats", "spreadsheet"},
    "trainings": {"formats", "pdf"},
}
PUBLIC_DOORS = ROOT / "tests" / "public_doors.txt"


def features() -> list[Path]:
    return [path for path in LMS.iterdir() if (path / "__init__.py").exists() and path.name not in {"core", "web"}]


def modules() -> list[Path]:
    return sorted(LMS.rglob("*.py"))


@pytest.mark.parametrize("feature", features(), ids=lambda path: path.name)
def test_a_feature_has_only_the_rooms_that_every_feature_may_have(feature: Path) -> None:
    allowed = FILES | OUTSIDE_FORMATS.get(feature.name, set())
    found = {path.stem for path in feature.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert found - allowed == set()


def test_every_foreign_key_points_downward() -> None:
    upward = [
        f"{table.name}.{key.parent.name} → {key.column.table.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if not _may_know(_feature_of(table.name), _feature_of(key.column.table.name))
    ]
    assert upward == []


def test_every_address_that_a_feature_builds_points_downward() -> None:
    upward = []
    for path in [*modules(), *(ROOT / "templates").rglob("*.html")]:
        feature = path.relative_to(LMS if path.suffix == ".py" else ROOT / "templates").parts[0]
        if feature not in LOW_TO_HIGH:
            continue
        for endpoint in re.findall(r"url_for\(\s*[\"']([a-z_]+)\.", path.read_text()):
            other = re.sub(r"_(learner|staff|public)$", "", endpoint)
            if other in LOW_TO_HIGH and not _may_know(feature, other):
                upward.append(f"{path.relative_to(ROOT)} → {endpoint}")
    assert upward == []


def test_nothing_outside_core_commits() -> None:
    committing = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path != LMS / "core" / "db.py" and re.search(r"\bsession\.commit\(|\.session\.begin\(", path.read_text())
    ]
    assert committing == []


def test_no_table_has_a_backref() -> None:
    assert [str(path) for path in modules() if re.search(r"\b(backref|back_populates)\s*=", path.read_text())] == []


def test_the_programme_is_never_named_in_the_code() -> None:
    named = re.compile(r"TPBIS|Perpusnas|Perpustakaan Nasional", re.IGNORECASE)
    places = [*modules(), *(ROOT / "templates").rglob("*.html"), *(LMS / "translations").rglob("*.po")]
    found = [str(p.relative_to(ROOT)) for p in places if LMS / "demo" not in p.parents and named.search(p.read_text())]
    assert found == []


def test_every_door_is_guarded_or_on_the_list_of_public_ones(app: Flask) -> None:
    public, open_doors = set(PUBLIC_DOORS.read_text().split()), []
    for rule in app.url_map.iter_rules():
        guarded = getattr(app.view_functions[rule.endpoint], "guarded", None)
        if guarded == "public":
            assert rule.endpoint in public, f"{rule.endpoint} is public, but not on the list"
        elif guarded is None:
            open_doors.append(rule.endpoint)
    assert open_doors == []


def test_every_event_that_something_reacts_to_is_published_somewhere(app: Flask) -> None:
    from lms.core.events import Event

    wired = {event.__name__ for event in app.extensions["reactions"]}
    assert wired - {event.__name__ for event in Event.__subclasses__()} == set()
    assert wired - _published() == set()


def test_every_setting_is_documented() -> None:
    names = set(re.findall(r"LMS_[A-Z_]+", (LMS / "settings.py").read_text())) - {"LMS_"}
    documented = set(re.findall(r"LMS_[A-Z_]+", (ROOT / "docs" / "settings.md").read_text()))
    assert names - documented == set()


def test_no_page_has_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=\"|\son(click|change|submit|load)=", re.IGNORECASE)
    papers = {"print", "mail"}
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if not papers & set(path.parts) and inline.search(path.read_text())
    ]
    assert found == []


def _may_know(feature: str, other: str) -> bool:
    if feature == other or feature not in LOW_TO_HIGH:
        return True
    if any({feature, other} <= strangers for strangers in STRANGERS):
        return False
    return LOW_TO_HIGH.index(other) < LOW_TO_HIGH.index(feature)


def _feature_of(table: str) -> str:
    for mapper in Base.registry.mappers:
        if mapper.local_table is not None and getattr(mapper.local_table, "name", "") == table:
            return mapper.class_.__module__.split(".")[1]
    raise KeyError(table)


def _published() -> set[str]:
    """The names of event classes that are built somewhere in an action."""
    built = {
        getattr(node.func, "id", "")
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    from lms.core.events import Event

    return {event.__name__ for event in Event.__subclasses__()} & built
