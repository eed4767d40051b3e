"""The site, the programme and its words."""

from lms.core.names import folded
from lms.demo.actions.ground import Ground
from lms.demo.actions.rows import keep, one
from lms.demo.rules.chance import uid
from lms.demo.rules.words import words
from lms.monitoring.models import ActivityKind, Indicator, Target
from lms.places import queries as places
from lms.places.models import Office, OfficeKind, Phase, Programme, Site
from lms.trainings.models import TrainingKind


def make_programme(ground: Ground) -> None:
    """Name the installation; make the programme, its phases, kinds, national office and indicators."""
    said = words("programme")
    if places.find_site() is None:
        one(Site, **said["site"], languages=["id", "en"], zone="Asia/Jakarta", jp_minutes=45)
    ground.programme_id = one(
        Programme, uid=uid("programme"), tree_id=ground.tree_id, zone="Asia/Jakarta", language="id", is_public=True,
        **said["programme"],
    )  # fmt: skip
    for phase in said["phases"]:
        one(Phase, programme_id=ground.programme_id, **{"ends": None, **phase})
    for position, (key, label) in enumerate(said["training_kinds"].items()):
        ground.training_kinds[key] = one(
            TrainingKind, programme_id=ground.programme_id, key=key, label=label, position=position,
            is_replication=key == "replikasi",
        )  # fmt: skip
    for position, (key, label) in enumerate(said["activity_kinds"].items()):
        ground.activity_kinds[key] = one(
            ActivityKind, programme_id=ground.programme_id, key=key, label=label, position=position
        )
    for position, (key, kind) in enumerate(said["office_kinds"].items()):
        ground.office_kinds[key] = one(OfficeKind, key=key, position=position, **kind)
    _make_national_office(ground)
    _make_indicators(ground)


def _make_national_office(ground: Ground) -> None:
    said = words("programme")["national_office"]
    region = places.find_region_by_code(ground.tree_id, said["region"])
    if region is None:
        raise LookupError(said["region"])
    ground.jakarta_id = region.id
    ground.national_office_id = one(
        Office, uid=uid("office", "national"), kind_id=ground.office_kinds["nasional"], region_id=region.id,
        name=said["name"], sort_name=folded(said["name"]), address=said["address"], letterhead=said["letterhead"],
    )  # fmt: skip
    ground.places[ground.national_office_id] = (region.id, said["name"])


def _make_indicators(ground: Ground) -> None:
    facts = words("facts")
    targets = []
    for position, said in enumerate(words("programme")["indicators"]):
        indicator_id = one(
            Indicator, uid=uid("indicator", said["code"]), programme_id=ground.programme_id, code=said["code"],
            measure=said["code"], level=said.get("level", "output"), label=said["label"], unit=said["unit"],
            definition=said["definition"], is_public=True, position=position,
        )  # fmt: skip
        if "target" in said:
            targets.append({"indicator_id": indicator_id, "region_id": None, "starts": facts["starts"],
                            "ends": facts["ends"], "value": said["target"]})  # fmt: skip
    keep(Target, targets)
