"""The modules of the programme, from content/."""

from lms.catalogue import actions as catalogue
from lms.catalogue.queries import find_release
from lms.catalogue.rules import archive
from lms.demo.actions.ground import Ground
from lms.demo.rules.words import CONTENT

FIRST_STEPS = "cara-belajar-di-pelita"


def bring_modules(ground: Ground) -> None:
    """Import and publish every module that lies in content/."""
    for folder in sorted(path.parent for path in CONTENT.glob("*/module.toml")):
        programme_id = None if folder.name == FIRST_STEPS else ground.programme_id
        module = catalogue.import_module(
            archive.read_folder(folder), by=ground.by, now=ground.now, programme_id=programme_id
        )
        release = find_release(module.id)
        if release is not None:
            ground.modules[module.slug] = (module.id, release.id)
