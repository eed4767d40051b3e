"""What a folder says: module.toml, lessons (Markdown with TOML front matter), media/, and other features' parts."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from lms.catalogue.models import ModuleKind
from lms.catalogue.rules import media
from lms.catalogue.rules.archive import Files
from lms.catalogue.rules.kinds import ModulePart, PartLesson, kinds
from lms.catalogue.rules.markdown import media_names
from lms.core.errors import Refused
from lms.core.names import clean, clean_text

MANIFEST = "module.toml"
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, kw_only=True)
class LessonText:
    """A lesson of a folder; `body` is empty where a part provides it."""

    slug: str
    title: str
    kind: str = "page"
    minutes: int = 0
    is_required: bool = True
    objectives: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class ModuleFolder:
    """A whole module, checked."""

    slug: str
    title: str
    kind: ModuleKind
    language: str
    summary: str
    minutes: int
    licence: str
    is_public: bool
    objectives: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[LessonText, ...]], ...]
    media: tuple[media.Media, ...]
    captions: Mapping[str, str]
    parts: tuple[tuple[ModulePart, Any], ...] = field(default=())


class Table:
    """A TOML table that is read value by value; what is wrong is refused with the file's name and the reason."""

    def __init__(self, file: str, values: Mapping[str, Any]) -> None:
        self.file, self.values = file, values

    def broken(self, reason: str) -> Refused:
        """Return the refusal that names this file."""
        return broken(self.file, reason)

    def text(self, key: str, default: str | None = None, *, most: int = 20_000, lines: bool = False) -> str:
        """Return a text, cleaned; without a default it must be there."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.broken(_("“%(key)s” must be a text.", key=key))
        value = clean_text(value) if lines else clean(value)
        if len(value) > most or (default is None and not value):
            raise self.broken(_("“%(key)s” must have 1 to %(most)s characters.", key=key, most=most))
        return value

    def whole(self, key: str, default: int) -> int:
        """Return a whole number from 0 to 100,000."""
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
            raise self.broken(_("“%(key)s” must be a whole number.", key=key))
        return value

    def yes(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.broken(_("“%(key)s” must be true or false.", key=key))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.broken(_("“%(key)s” must be a list of texts.", key=key))
        return tuple(value)

    def tables(self, key: str) -> list["Table"]:
        """Return a list of tables."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.broken(_("“%(key)s” must be a list of tables.", key=key))
        return [Table(self.file, one) for one in value]


def broken(file: str, reason: str) -> Refused:
    """Return the one line that refuses a file."""
    return Refused(_("%(file)s: %(reason)s", file=file, reason=reason))


def read_toml(file: str, text: str) -> Table:
    """Parse TOML; what does not parse is refused with the place."""
    try:
        return Table(file, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise broken(file, str(error)) from error


def slug(table: Table, key: str, value: str) -> str:
    """Return a slug: lower-case letters, digits and hyphens."""
    if not _SLUG.match(value) or len(value) > 80:
        raise table.broken(_("“%(key)s” must be lower-case letters, digits and hyphens.", key=key))
    return value


def read(files: Files, parts: tuple[ModulePart, ...]) -> ModuleFolder:
    """Check a module's files and return what they say; the first that is broken is refused by name."""
    if MANIFEST not in files:
        raise broken(MANIFEST, _("this file is missing."))
    manifest = read_toml(MANIFEST, _decoded(MANIFEST, files))
    found = tuple((part, part.read(_decoded(part.file_name, files))) for part in parts if part.file_name in files)
    made = {lesson.slug: lesson for part, content in found for lesson in part.lessons(content)}
    sections = _sections(manifest, files, made)
    pictures = tuple(_media(name, data) for name, data in sorted(files.items()) if name.startswith("media/"))
    _require_known(files, sections, parts)
    _require_media(sections, {one.name for one in pictures})
    return ModuleFolder(
        slug=slug(manifest, "slug", manifest.text("slug")), title=manifest.text("title", most=200),
        kind=_kind(manifest), language=manifest.text("language", "id", most=5),
        summary=manifest.text("summary", "", lines=True), minutes=manifest.whole("minutes", 0),
        licence=manifest.text("licence", "", most=60), is_public=manifest.yes("public", True),
        objectives=tuple(
            (one.text("key", most=20), one.text("text", most=400)) for one in manifest.tables("objectives")
        ),
        sections=sections, media=pictures, parts=found,
        captions={one.text("name"): one.text("caption", "", most=300) for one in manifest.tables("media")},
    )  # fmt: skip


def _kind(manifest: Table) -> ModuleKind:
    value = manifest.text("kind", ModuleKind.TEACHING.value)
    if value not in set(ModuleKind):
        raise manifest.broken(_("“%(key)s” must be one of: %(values)s.", key="kind", values=", ".join(ModuleKind)))
    return ModuleKind(value)


def _sections(
    manifest: Table, files: Files, made: Mapping[str, PartLesson]
) -> tuple[tuple[str, tuple[LessonText, ...]], ...]:
    sections = manifest.tables("sections")
    if not sections:
        raise manifest.broken(_("there is no section."))
    named = [name for section in sections for name in section.texts("lessons")]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise manifest.broken(_("the lesson “%(name)s” is named twice.", name=twice))
    read = [(one.text("title", most=200), [_lesson(manifest, n, files, made) for n in one.texts("lessons")])
            for one in sections]  # fmt: skip
    for lesson in made.values():
        if lesson.slug not in named:  # a part's lesson that the manifest does not place stands at an end
            place = read[0][1] if lesson.is_first else read[-1][1]
            place.insert(0 if lesson.is_first else len(place), _made(lesson))
    return tuple((title, tuple(lessons)) for title, lessons in read)


def _lesson(manifest: Table, name: str, files: Files, made: Mapping[str, PartLesson]) -> LessonText:
    if name in made:
        return _made(made[name])
    file = f"{name}.md"
    if file not in files:
        raise manifest.broken(_("the lesson “%(name)s” has no file %(file)s.", name=name, file=file))
    head, body = _front_matter(file, _decoded(file, files))
    kind = head.text("kind", "page", most=20)
    if kind not in kinds():
        raise head.broken(_("there is no kind of lesson called “%(name)s”.", name=kind))
    return LessonText(
        slug=slug(manifest, "lessons", name), title=head.text("title", most=200), kind=kind,
        minutes=head.whole("minutes", 0), is_required=head.yes("required", True),
        objectives=head.texts("objectives"), files=head.texts("files"), body=body,
    )  # fmt: skip


def _made(lesson: PartLesson) -> LessonText:
    return LessonText(slug=lesson.slug, title=lesson.title, kind=lesson.kind, minutes=lesson.minutes,
                      is_required=lesson.is_required)  # fmt: skip


def _front_matter(file: str, text: str) -> tuple[Table, str]:
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "+++" or "+++" not in [line.strip() for line in lines[1:]]:
        raise broken(file, _("the front matter between two lines +++ is missing."))
    end = next(index for index, line in enumerate(lines[1:], 1) if line.strip() == "+++")
    return read_toml(file, "\n".join(lines[1:end])), clean_text("\n".join(lines[end + 1 :]))


def _decoded(name: str, files: Files) -> str:
    try:
        text = files[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise broken(name, _("the text is not UTF-8.")) from error
    if "\0" in text:
        raise broken(name, _("the text holds a null character."))
    return text


def _media(path: str, data: bytes) -> media.Media:
    name = path.removeprefix("media/")
    found = media.checked(name, data)
    if found.name != name:
        raise broken(path, _("please name this file %(name)s.", name=found.name))
    return found


def _require_known(files: Files, sections: Any, parts: tuple[ModulePart, ...]) -> None:
    known = {MANIFEST, *(part.file_name for part in parts)}
    known |= {f"{lesson.slug}.md" for _title, lessons in sections for lesson in lessons}
    for name in files:
        if name not in known and not name.startswith("media/"):
            raise broken(name, _("this file is not named in module.toml."))


def _require_media(sections: Any, names: set[str]) -> None:
    for lesson in (lesson for _title, lessons in sections for lesson in lessons):
        missing = sorted((media_names(lesson.body) | set(lesson.files)) - names)
        if missing:
            raise broken(f"{lesson.slug}.md", _("the file media/%(name)s is missing.", name=missing[0]))
