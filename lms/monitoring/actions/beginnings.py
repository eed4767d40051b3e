"""What a new programme needs before activities can be reported and figures counted."""

from typing import Final

from sqlalchemy import select

from lms.core.db import db
from lms.monitoring.models import ActivityKind, Indicator
from lms.monitoring.models.indicators import Level
from lms.places.events import ProgrammeMade

KINDS: Final = (
    ("information", {"id": "Layanan informasi", "en": "Information services"}),
    ("community", {"id": "Kegiatan bersama warga", "en": "Activities with the community"}),
    ("advocacy", {"id": "Advokasi", "en": "Advocacy"}),
)
PEOPLE, LIBRARIES = {"id": "orang", "en": "people"}, {"id": "perpustakaan", "en": "libraries"}
INDICATORS: Final = (
    ("facilitators", Level.OUTPUT, {"id": "Orang yang mereplikasi", "en": "People who replicated"}, PEOPLE,
     {"id": "Orang unik yang memberikan sedikitnya satu pelatihan replikasi.",
      "en": "Unique people who gave at least one replicated training."}),
    ("managers", Level.OUTPUT, {"id": "Orang yang dilatih lewat replikasi", "en": "People trained in replications"},
     PEOPLE, {"id": "Orang unik yang hadir sebagai peserta pelatihan replikasi.",
              "en": "Unique people who were present as participants of a replicated training."}),
    ("libraries", Level.OUTPUT, {"id": "Perpustakaan yang terjangkau replikasi",
                                 "en": "Libraries reached by replication"}, LIBRARIES,
     {"id": "Perpustakaan unik tempat sedikitnya satu pelatihan replikasi diberikan.",
      "en": "Unique libraries at which at least one replicated training was given."}),
    ("activities", Level.OUTCOME, {"id": "Kegiatan masyarakat", "en": "Community activities"},
     {"id": "kegiatan", "en": "activities"},
     {"id": "Laporan kegiatan yang telah dikirim; satu laporan adalah satu kegiatan.",
      "en": "Activity reports that were handed in; one report is one activity."}),
    ("community", Level.OUTCOME, {"id": "Keikutsertaan masyarakat", "en": "Community participations"},
     {"id": "keikutsertaan", "en": "participations"},
     {"id": "Keikutsertaan, bukan orang unik: jumlah peserta pada setiap laporan kegiatan.",
      "en": "Participations, not unique people: the sum of the participants of every activity report."}),
    ("offices_online", Level.OUTPUT, {"id": "Instansi yang daring", "en": "Offices online"},
     {"id": "instansi", "en": "offices"},
     {"id": "Instansi (bukan perpustakaan) yang menurut keterangan terbarunya sudah daring.",
      "en": "Offices, not libraries, whose newest statement says that they are online."}),
)  # fmt: skip


def begin_programme(event: ProgrammeMade) -> None:
    """Give a new programme its first kinds of activities and indicators (reacts to ProgrammeMade)."""
    if db.session.scalar(select(ActivityKind.id).where(ActivityKind.programme_id == event.programme_id).limit(1)):
        return
    for position, (key, label) in enumerate(KINDS):
        db.session.add(ActivityKind(programme_id=event.programme_id, key=key, label=label, position=position))
    for position, (code, level, label, unit, definition) in enumerate(INDICATORS):
        db.session.add(
            Indicator(programme_id=event.programme_id, code=code, measure=code, level=level, label=label, unit=unit,
                      definition=definition, position=position)
        )  # fmt: skip
