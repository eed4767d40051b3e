"""What changes when several questions of the bank are changed together."""

from dataclasses import dataclass

from flask_babel import gettext as _

from lms.quizzes.models import QuestionState


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to become of questions; what is None or empty stays as it is."""

    category_id: int | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    state: QuestionState | None = None
    archives: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a question stands: `module` names the module whose file it belongs to."""

    category_id: int
    module: str
    tags: tuple[str, ...]
    state: QuestionState
    is_archived: bool


def refusal(now: Standing, wanted: Wanted) -> str:
    """Say why a question cannot be changed so; "" where it can."""
    if now.module and wanted.category_id not in {None, now.category_id}:
        return str(_("It belongs to the module “%(title)s”, whose quizzes name it. Copy it instead.", title=now.module))
    return ""


def after(now: Standing, wanted: Wanted) -> Standing:
    """Return where a question stands afterwards; tags are in order."""
    tags = [tag for tag in now.tags if tag not in wanted.remove] + [tag for tag in wanted.add if tag not in now.tags]
    return Standing(
        category_id=wanted.category_id or now.category_id, module=now.module, tags=tuple(tags),
        state=wanted.state or now.state, is_archived=now.is_archived if wanted.archives is None else wanted.archives,
    )  # fmt: skip
