"""Reads the database's own catalogue: a table is under the lock, or it is said here why it need not be."""

import pytest
from django.db import connection

pytestmark = pytest.mark.lock

SEE_ALL_ROWS = {
    "advisory_follows_item",
    "answer_survey",
    "close_surveys",
    "feedback_given",
    "hours_given",
    "pulses_due",
    "survey_results",
    "to_answer",
    "issue",
    "issued",
    "retract",
    "asked_how_it_was",
    "asked_in_poll",
    "give_verdict",
    "meeting_readers",
    "minutes_readers",
    "outcomes_to_remind",
    "unanswered",
    "update_readers",
    "verdicts",
    "add_interest",
    "erase_applications",
    "erase_drafts",
    "erase_expired",
    "expired",
    "feedback_counts",
    "feedback_of",
    "forget_matches",
    "found_by",
    "guest_key",
    "guests",
    "handlers_of",
    "heard_in",
    "interested",
    "introductions_end_with_account",
    "invited",
    "invited_by",
    "invited_to",
    "judge",
    "judged_after",
    "keep_interest",
    "keep_parts",
    "let_through",
    "letters_signed",
    "matched_among",
    "matches_follow_item",
    "matches_follow_objects",
    "meeting_guest",
    "mark_outside",
    "mentions",
    "note_guest",
    "rate",
    "reached",
    "readers",
    "readers_among",
    "reply_readers",
    "reply_readers_among",
    "round_answers",
    "objects_follow_item",
    "outside_scope",
    "poll_counts",
    "polls_end_with_item",
    "seal_facts",
    "search",
    "settle",
    "sightings_end_with_item",
    "sightings_of",
    "tagged",
    "taps_of",
    "to_write_up",
    "topic_ratings",
    "turned_out",
    "unsealed_for",
    "verify_seals",
    "voices",
    "waited_for",
    "waited_for_in_poll",
    "waiting_for",
    "watchers",
    "write_off",
    "write_up",
    "written_of",
}
"""The functions that look past the lock: each answers one narrow question, and says in its migration which."""

WITHOUT_LOCK = {
    "who stands where: seen through queries that mind who asks; nothing of what is shared": {
        "circles_affiliation",
        "circles_bridge",
        "circles_bridgeoffer",
        "circles_circle",
        "circles_client",
        "circles_expertise",
        "circles_invitation",
        "circles_mandate",
        "circles_membership",
        "circles_organisation",
        "circles_seat",
        "circles_segment",
        "circles_segment_memberships",
        "circles_specialright",
        "circles_suspension",
    },
    "accounts and how they sign in": {
        "account_emailaddress",
        "account_emailconfirmation",
        "django_session",
        "mfa_authenticator",
        "people_addresschange",
        "people_person",
        "people_token",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
        "usersessions_usersession",
    },
    "ways out to machines: whose, how far they reach, and hashes or sealed keys": {
        "exchange_offer",
        "exchange_subscription",
        "feeds_feed",
        "feeds_messenger",
        "feeds_webhook",
    },
    "which circle has which collection, and how far it is": {"exchange_collection", "exchange_store"},
    "who a circle is to the world, when it publishes": {"exchange_provider"},
    "what a machine asked for once: identifiers": {"rest_once"},
    "Django's own, unused or about the schema": {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
    },
    "hashes and numbers": {
        "files_storedfile",
        "kernel_epoch",
        "kernel_seal",
        "kring_cache",
        "notices_instancekey",
        "mailroom_arrival",
    },
    "jobs, whose arguments are identifiers": {
        "procrastinate_events",
        "procrastinate_jobs",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
    },
}


def tables() -> dict[str, tuple[bool, bool, set[str]]]:
    """Every table: row security on, forced also for its owner, and the commands for which there is a policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   coalesce(array_agg(p.polcmd::text) FILTER (WHERE p.polcmd IS NOT NULL), '{}')
            FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            GROUP BY c.oid
            """
        )
        return {name: (on, forced, set(commands)) for name, on, forced, commands in cursor.fetchall()}


def test_every_table_is_under_the_lock_or_said_not_to_need_it(db: None) -> None:
    said = set().union(*WITHOUT_LOCK.values())
    unlocked = {name for name, (on, forced, _) in tables().items() if not (on and forced)}
    assert unlocked - said == set(), "put the lock on this table, or say above why it needs none"
    assert said - unlocked == set(), "this table is gone, or it is under the lock: take it out above"


def test_a_locked_table_lets_nothing_out_that_no_policy_speaks_of(db: None) -> None:
    readable = {name for name, (on, _, commands) in tables().items() if on and not commands & {"r", "*"}}
    assert readable == set(), "a table under the lock without a policy for reading is of no use to anybody"


def test_every_column_that_can_hold_what_members_share_is_under_the_lock(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name IN ('audience', 'passed_to', 'label')"
        )
        sharing = {name for (name,) in cursor.fetchall()}
    locked = {name for name, (on, forced, _) in tables().items() if on and forced}
    assert sharing <= locked
    assert {"sharing_item", "sharing_reply", "sharing_itemversion", "sharing_replyversion"} <= sharing


def test_the_application_owns_nothing_and_bypasses_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT current_user, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb,
                   EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
                   OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid)
            FROM pg_roles r WHERE r.rolname = current_user
            """
        )
        assert cursor.fetchone() == ("kring_app", False, False)


def test_functions_that_look_at_all_rows_are_few_and_known(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'kring'::regnamespace AND p.prosecdef"
            " AND p.proowner = 'kring_librarian'::regrole"
        )
        librarian = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'kring'::regnamespace AND p.prosecdef"
            " AND NOT coalesce(p.proconfig::text LIKE '%search_path=%', false)"
        )
        careless = {name for (name,) in cursor.fetchall()}
    assert careless == set(), "a function that runs as another must fix its search_path"
    assert librarian == SEE_ALL_ROWS
