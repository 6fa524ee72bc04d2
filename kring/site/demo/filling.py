"""Fills an empty installation with the demo: its people, its circles, a year of what they shared, met about and agreed."""

from kring.exchange.facts import CollectionOpened, ObjectsTakenIn
from kring.kernel import trail
from kring.kernel.clock import now
from kring.kernel.record import react_with
from kring.people import queries as accounts
from kring.sharing.facts import AttachmentAdded
from kring.site import environment as env
from kring.site import reactions
from kring.site.demo.admission import plan_admission
from kring.site.demo.advising import plan_advising
from kring.site.demo.cast import PLAYERS
from kring.site.demo.health import plan_health
from kring.site.demo.introducing import introduce
from kring.site.demo.inventories import look_back, plan_inventories
from kring.site.demo.leading import plan_leading
from kring.site.demo.machines import plan_machines
from kring.site.demo.meetings import plan_meetings
from kring.site.demo.milestones import keep_keys, plan_milestones
from kring.site.demo.past import played
from kring.site.demo.promises import plan_promises
from kring.site.demo.rounds import plan_rounds
from kring.site.demo.stage import Stage
from kring.site.demo.stories import STORIES


def prepare() -> None:
    """Have a demo: fill an empty installation, and write down who is in it."""
    if accounts.account_by_address(PLAYERS[0].email) is None:
        fill(env.text("KRING_DATABASE_URL"))
    introduce()


def fill(owner: str) -> None:
    """All of it, or nothing: one transaction. `owner` is the address of the database for its owner.

    What happened months ago is told to nobody now, so no mail goes out; files are read for search, and it is found out
    what matters to whom, and how far it can be trusted, as always.
    """
    stage = Stage(now())
    plan_milestones(stage)
    plan_rounds(stage)
    plan_leading(stage)
    plan_advising(stage)
    plan_admission(stage)
    plan_health(stage)
    plan_promises(stage)
    plan_meetings(stage)
    plan_machines(stage)
    plan_inventories(stage)
    for story in STORIES:
        stage.plan_story(story)
    react_with({fact: reactions.REACTIONS[fact] for fact in (AttachmentAdded, CollectionOpened, ObjectsTakenIn)})
    try:
        with played(owner):
            stage.play()
            keep_keys(stage)
            look_back(stage)
    finally:
        react_with(reactions.REACTIONS)
    trail.seal()
