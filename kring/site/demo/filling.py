"""Fills an empty installation with the demo: its people, its circles, half a year of what they shared."""

from django.db import connection

from kring.kernel import trail
from kring.kernel.clock import now
from kring.kernel.record import react_with
from kring.sharing.facts import AttachmentAdded
from kring.site import reactions
from kring.site.demo.milestones import keep_keys, plan_milestones
from kring.site.demo.past import played
from kring.site.demo.stage import Stage
from kring.site.demo.stories import STORIES


def fill(owner: str) -> None:
    """All of it, or nothing: one transaction. `owner` is the database as its owner; Django is connected to it so too.

    What happened months ago is told to nobody now, so no mail goes out; files are read for search, as always.
    """
    stage = Stage(now())
    plan_milestones(stage)
    for story in STORIES:
        stage.plan_story(story)
    react_with({AttachmentAdded: reactions.REACTIONS[AttachmentAdded]})
    try:
        with played(owner):
            stage.play()
            keep_keys(stage)
    finally:
        react_with(reactions.REACTIONS)
    trail.seal()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
