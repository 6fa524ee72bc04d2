"""Webhooks: signed, told what their person may have at that very moment, tried again, sent again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from pytest_django import Settings

from kring.circles.models import Membership
from kring.feeds import commands
from kring.feeds.commands import sending
from kring.feeds.models import Webhook
from kring.feeds.rules import EVENTS, TRIES, Event
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.people.models import Person
from kring.sharing import commands as sharing
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.feeds.receiver import Elsewhere
from tests.feeds.working import waiting, work
from tests.rest.machine import machine_of
from tests.sharing import stage


def register(cast: Cast, machine: Elsewhere, name: str = "cem", **more: Any) -> commands.RegisteredWebhook:
    given: dict[str, Any] = {
        "ceiling": Label.AMBER_STRICT,
        "events": list(EVENTS),
        "url": machine.url(),
        "name": "SIEM",
    } | more
    with acting_as(cast.actor(name)) as actor:
        return commands.register_webhook(actor=actor, **given)


def events(machine: Elsewhere) -> list[str]:
    return [event for event, _ in machine.told]


def relabel(cast: Cast, item: UUID, label: Label, **more: Any) -> None:
    with acting_as(cast.actor("ada")) as actor:
        sharing.relabel_item(actor=actor, item=item, label=label, **more)


def ledger(cast: Cast, webhook: UUID, name: str = "cem") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = machine_of(cast, name).get(f"webhooks/{webhook}/deliveries").body["results"]
    return rows


def test_it_is_told_what_the_api_says_and_can_check_who_tells(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    item = stage.share(cast, label=Label.AMBER)
    work()
    (call,) = machine.calls
    assert call.is_signed_with(hook.secret)
    assert not call.is_signed_with("whsec_" + "A" * 43 + "=")
    assert call.headers["webhook-id"].startswith("msg_")
    assert call.json["type"] == "item.shared"
    said = machine_of(cast, "cem").get(f"items/{item}").body
    differ = {name for name in said if said[name] != call.json["data"][name]}
    assert differ <= {"unread"}, "a webhook says what the API says"


def test_it_is_told_once_however_often_the_job_runs(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine)
    item = stage.share(cast, label=Label.GREEN)
    work()
    relabel(cast, item, Label.CLEAR)
    work()
    assert events(machine) == ["item.shared", "item.relabelled"]


def test_it_hears_only_of_what_it_asked_for(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, events=[Event.ITEM_EDITED])
    item = stage.share(cast, label=Label.GREEN)
    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Now three pumps."), version=1)
    work()
    assert [(event, data["what"]) for event, data in machine.told] == [("item.edited", "Now three pumps.")]


def test_nobody_else_is_told(cast: Cast, machine: Elsewhere) -> None:
    for name in ("bo", "dee", "eve", "fay", "gus"):
        register(cast, machine, name)
    stage.share(cast, label=Label.AMBER)
    stage.share(cast, label=Label.RED, named=["cem"])
    register(cast, machine, "cem", ceiling=Label.GREEN)
    stage.share(cast, label=Label.AMBER)
    work()
    assert machine.calls == []


def test_red_is_told_to_no_machine_not_even_that_it_is_there(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    stage.share(cast, label=Label.RED, named=["cem"])
    work()
    assert machine.calls == []
    assert ledger(cast, hook.id) == []
    with stage.refused("no_red"):
        register(cast, machine, ceiling=Label.RED)


def test_clear_of_another_community_is_no_news_here(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, "dee")
    stage.share(cast, label=Label.CLEAR)
    work()
    assert machine.calls == []


def test_who_was_cut_off_a_moment_ago_is_told_nothing(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    machine.status = 503
    stage.share(cast, label=Label.AMBER)
    work()
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="suspended")
    machine.status, machine.calls = 200, []
    later(cast, hook.id)
    assert machine.calls == []
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="member")
    assert [(row["state"], row["item"]) for row in ledger(cast, hook.id)] == [("withheld", None)]


def test_who_is_suspended_is_told_nothing(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    item = stage.share(cast, label=Label.GREEN)
    work()
    Person.objects.filter(pk=cast.cem.pk).update(suspended_at=now())
    machine.calls = []
    stage.withdraw(cast, item)
    with acting_as(cast.actor("cem")) as actor, pytest.raises(NotVisible):
        commands.try_webhook(actor=actor, webhook=hook.id)
    work()
    assert machine.calls == []


def test_a_withdrawal_follows_without_a_word_of_content(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, events=[Event.ITEM_SHARED])
    item = stage.share(cast, label=Label.AMBER)
    work()
    stage.withdraw(cast, item)
    work()
    assert machine.told[1:] == [("item.withdrawn", {"id": str(item), "label": "TLP:AMBER"})]


def test_what_is_withdrawn_before_it_was_told_is_not_told(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, events=[Event.ITEM_SHARED])
    stage.withdraw(cast, stage.share(cast, label=Label.AMBER))
    work()
    assert machine.calls == []


def test_who_loses_it_by_a_narrower_label_hears_that_it_is_gone(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, "bo")
    item = stage.share(cast, label=Label.GREEN)
    work()
    relabel(cast, item, Label.AMBER)
    work()
    assert machine.told[1:] == [("item.gone", {"id": str(item)})]


def test_who_never_had_it_hears_nothing_of_its_narrowing(cast: Cast, machine: Elsewhere) -> None:
    item = stage.share(cast, label=Label.GREEN)
    work()
    register(cast, machine, "bo")
    relabel(cast, item, Label.AMBER)
    work()
    assert machine.calls == []


def test_who_left_hears_nothing_of_what_became_of_it(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine)
    item = stage.share(cast, label=Label.GREEN)
    work()
    Membership.objects.filter(pk=cast.memberships["cem"].pk).update(state="left")
    relabel(cast, item, Label.AMBER)
    stage.withdraw(cast, item)
    work()
    assert events(machine) == ["item.shared"]


def test_a_wider_label_brings_it_to_new_readers(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, "bo")
    item = stage.share(cast, label=Label.AMBER)
    work()
    assert machine.calls == []
    relabel(cast, item, Label.GREEN)
    work()
    assert "item.shared" in events(machine)


def test_replies_are_told_to_those_who_may_read_them(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, "cem")
    item = stage.share(cast, label=Label.AMBER)
    reply = stage.reply(cast, item, by="chi", body="Here too.")
    stage.reply(cast, item, by="chi", body="Between us two.", only=["cem"])
    with acting_as(cast.actor("chi")) as actor:
        sharing.remove_reply(actor=actor, reply=reply)
    stage.reply(cast, item, by="chi", body="And again.")
    work()
    told = [(event, data.get("body")) for event, data in machine.told if event.startswith("reply")]
    assert told == [("reply.added", "And again.")], "what was taken back before it was told is not told"
    reply = stage.reply(cast, item, by="chi", body="Wrong.")
    work()
    with acting_as(cast.actor("chi")) as actor:
        sharing.remove_reply(actor=actor, reply=reply)
    work()
    assert machine.told[-1] == ("reply.removed", {"id": str(reply), "item": str(item)})
    assert "Between us" not in str(machine.told), "for two alone is RED, and goes to no machine"


def test_feedback_is_told_to_the_source_alone_and_in_numbers(cast: Cast, machine: Elsewhere) -> None:
    mine, others = register(cast, machine, "ada"), register(cast, machine, "chi")
    item = stage.share(cast, label=Label.AMBER)
    work()
    machine.calls = []
    with acting_as(cast.actor("cem")) as actor:
        sharing.give_feedback(actor=actor, item=item, kind="affected", note="Two sites", named=True)
    work()
    assert machine.told == [("feedback.changed", {"item": str(item), "counts": {"affected": 1}})]
    assert machine.calls[0].is_signed_with(mine.secret)
    assert [row["event"] for row in ledger(cast, others.id, "chi")] == ["item.shared"]


def test_amber_strict_that_left_for_a_machine_counts_as_read(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine)
    item = stage.share(cast, label=Label.AMBER_STRICT)
    machine.status = 500
    work()
    assert ("cem", "ItemRead") not in stage.trail_seen_by(cast, "ada", item)
    machine.status = 200
    later(cast, None)
    assert ("cem", "ItemRead") in stage.trail_seen_by(cast, "ada", item)


# --- Trying again ---


def later(cast: Cast, webhook: UUID | None) -> None:
    """Time passes until the next attempt is due."""
    from django.db import connection

    from kring.feeds.access import as_courier
    from kring.feeds.models import Dispatch

    with as_courier():
        Dispatch.objects.filter(state="pending").update(due_at=now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    work()


def test_it_is_tried_again_later_and_later_under_the_same_name(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    machine.status = 500
    stage.share(cast, label=Label.GREEN)
    work()
    waits = []
    for _ in TRIES:
        (row,) = ledger(cast, hook.id)
        waits.append(_seconds(row["due_at"]))
        later(cast, hook.id)
    assert len(machine.calls) == 1 + len(TRIES)
    assert len({call.headers["webhook-id"] for call in machine.calls}) == 1
    assert all(abs(waited - wait.total_seconds()) < 60 for waited, wait in zip(waits, TRIES, strict=True))
    (row,) = ledger(cast, hook.id)
    assert (row["state"], row["attempts"], row["status"]) == ("failed", 1 + len(TRIES), 500)


def _seconds(due_at: str) -> float:
    from datetime import datetime

    return (datetime.fromisoformat(due_at) - now()).total_seconds()


def test_an_attempt_says_what_is_true_then(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    machine.status = 500
    item = stage.share(cast, label=Label.GREEN)
    work()
    with acting_as(cast.actor("ada")) as actor:
        sharing.edit_item(actor=actor, item=item, text=Text(what="Corrected."), version=1)
    machine.status = 200
    later(cast, hook.id)
    assert machine.told[-2][1]["what"] == "Corrected.", "the first words are not sent any more"


def test_what_did_not_arrive_is_sent_again_when_asked(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    machine.status = 404
    stage.share(cast, label=Label.GREEN)
    work()
    for _ in TRIES:
        later(cast, hook.id)
    machine.status, machine.calls = 200, []
    cem = machine_of(cast, "cem")
    assert cem.post(f"webhooks/{hook.id}/replay").status == 202
    work()
    assert events(machine) == ["item.shared"]
    (row,) = ledger(cast, hook.id)
    assert row["state"] == "delivered"
    assert cem.post(f"deliveries/{row['id']}/replay").status == 202
    work()
    assert events(machine) == ["item.shared", "item.shared"]
    assert machine_of(cast, "ada").post(f"deliveries/{row['id']}/replay").status == 404


def test_one_that_fails_for_days_is_switched_off_and_its_owner_hears_of_it(
    cast: Cast, machine: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = register(cast, machine)
    machine.status = 500
    stage.share(cast, label=Label.GREEN)
    work()
    assert Webhook.objects.get().disabled_at is None
    monkeypatch.setattr(sending, "now", lambda: now() + timedelta(days=5, minutes=1))
    later(cast, hook.id)
    assert Webhook.objects.get().disabled_why == "failing"
    work("mail")
    (letter,) = [one for one in mail.outbox if one.to == ["cem@cem.example"] and "SIEM" in one.subject]
    assert "/you/connections/" in letter.body
    machine.calls = []
    monkeypatch.undo()
    stage.share(cast, label=Label.GREEN)
    later(cast, hook.id)
    assert machine.calls == []
    cem = machine_of(cast, "cem")
    assert cem.post(f"webhooks/{hook.id}/trial").code == "is_disabled"
    assert cem.post(f"webhooks/{hook.id}/enable").body["disabled_at"] is None
    machine.status = 200
    cem.post(f"webhooks/{hook.id}/trial")
    work()
    assert "webhook.trial" in events(machine)


def test_one_that_says_it_wants_nothing_more_is_switched_off_at_once(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine)
    machine.status = 410
    stage.share(cast, label=Label.GREEN)
    work()
    assert Webhook.objects.get().disabled_why == "gone"
    assert waiting("mail") == ["match_and_mail", "mail_disabled"]


def test_one_that_fails_keeps_nobody_else_waiting(cast: Cast, machine: Elsewhere) -> None:
    register(cast, machine, "cem", url="http://127.0.0.1:9/")
    register(cast, machine, "chi")
    stage.share(cast, label=Label.GREEN)
    work()
    assert events(machine) == ["item.shared"]


def test_one_that_is_removed_is_told_nothing(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    machine.status = 500
    stage.share(cast, label=Label.GREEN)
    work()
    assert machine_of(cast, "cem").delete(f"webhooks/{hook.id}").status == 204
    machine.calls = []
    later(cast, hook.id)
    assert machine.calls == []
    assert machine_of(cast, "cem").get(f"webhooks/{hook.id}").status == 404


# --- Where it may go ---


def test_a_private_address_is_not_reached(cast: Cast, machine: Elsewhere, settings: Settings) -> None:
    hook = register(cast, machine)
    settings.KRING_OUTGOING_PRIVATE = []
    stage.share(cast, label=Label.GREEN)
    work()
    assert machine.calls == []
    (row,) = ledger(cast, hook.id)
    assert (row["state"], row["status"]) == ("pending", None)
    assert "may not be reached" in row["words"]


@pytest.mark.parametrize("url", ["ftp://x.example/", "https://", "https://a:b@x.example/", "nonsense"])
def test_what_is_no_web_address_is_refused(cast: Cast, machine: Elsewhere, url: str) -> None:
    with stage.refused("bad_address"):
        register(cast, machine, url=url)


def test_a_token_registers_none_that_reaches_further_than_itself(cast: Cast, machine: Elsewhere) -> None:
    low = machine_of(cast, "cem", ceiling=Label.GREEN, circles=[cast.north.pk])
    body = {"name": "x", "url": machine.url(), "events": ["item.shared"], "ceiling": "TLP:AMBER"}
    assert low.post("webhooks", body).code == "beyond_own"
    made = low.post("webhooks", body | {"ceiling": "TLP:GREEN"})
    assert (made.status, made.body["circles"]) == (201, [str(cast.north.pk)])
    assert made.body["secret"].startswith("whsec_")
    assert "whsec_" not in low.get("webhooks").raw.decode()


def test_its_key_is_not_kept_in_the_open(cast: Cast, machine: Elsewhere) -> None:
    from django.db import connection

    hook = register(cast, machine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT w::text, convert_from(sealed_secret, 'UTF8') FROM feeds_webhook w")
        assert hook.secret.removeprefix("whsec_") not in str(cursor.fetchall())


def test_nobody_sees_the_webhooks_of_somebody_else(cast: Cast, machine: Elsewhere) -> None:
    hook = register(cast, machine)
    ada = machine_of(cast, "ada")
    assert ada.get("webhooks").body["results"] == []
    for path in ("webhooks/{}", "webhooks/{}/deliveries"):
        assert ada.get(path.format(hook.id)).status == 404
    for path in ("webhooks/{}/trial", "webhooks/{}/replay", "webhooks/{}/enable"):
        assert ada.post(path.format(hook.id)).status == 404
    assert ada.delete(f"webhooks/{hook.id}").status == 404
