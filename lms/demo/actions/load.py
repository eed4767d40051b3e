"""Loading it all: the regions level by level, then the rest in one transaction, so that half of it never stays."""

from datetime import datetime

from lms.core import principals, trail
from lms.core.db import transaction
from lms.demo import queries
from lms.demo.actions.event import hold_event
from lms.demo.actions.ground import Ground, Say
from lms.demo.actions.letters import send_letters
from lms.demo.actions.meetings import hold_meetings
from lms.demo.actions.messages import tell_people
from lms.demo.actions.minutes import write_minutes
from lms.demo.actions.modules import bring_modules
from lms.demo.actions.offices import make_offices
from lms.demo.actions.papers import issue_some
from lms.demo.actions.people import make_people
from lms.demo.actions.photos import hang_photos
from lms.demo.actions.plans import plan_actions
from lms.demo.actions.programme import make_programme
from lms.demo.actions.proof import prove
from lms.demo.actions.regions import load_regions
from lms.demo.actions.replications import replicate, train_facilitators
from lms.demo.actions.reports import report_activities
from lms.demo.actions.running import plan_trainings
from lms.demo.actions.tasks import bring_task

LABEL = "flask demo"


def load(*, now: datetime, say: Say = print) -> bool:
    """Load the demonstration, unless it stands already; tell each part through `say`. True when it was loaded now."""
    if queries.is_loaded():
        return False
    ground = Ground(by=principals.command(LABEL), now=now, say=say)
    say("Regions of Indonesia, with the splits since 2019 …")
    load_regions(ground)
    _fill(ground)
    return True


@transaction()
def _fill(ground: Ground) -> None:
    say = ground.say
    say("Programme, offices and 300 village libraries …")
    make_programme(ground)
    make_offices(ground)
    say("People of 60 regencies …")
    make_people(ground)
    say("Modules with their lessons and questions …")
    bring_modules(ground)
    bring_task(ground)
    say("Replications and activity reports, January to October 2019 …")
    train_facilitators(ground)
    replicated = replicate(ground)
    report_activities(ground, replicated)
    plan_actions(ground, replicated)
    hold_meetings(ground)
    say("The event of 28 to 31 October 2019: people, attendance, tests …")
    hold_event(ground)
    say("Trainings of today, the first certificates …")
    plan_trainings(ground)
    issue_some(ground)
    tell_people(ground)
    hang_photos(ground)
    write_minutes(ground)
    prove(ground)
    send_letters(ground)
    trail.record("demo.loaded", by=ground.by.id, subject="programme", people=len(ground.people))
