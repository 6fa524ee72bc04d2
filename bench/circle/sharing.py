"""What was shared in a year: 12,000 items with their replies and feedback, who read the narrow ones, a poll, a round."""

from datetime import timedelta

import psycopg

from bench.circle.names import CHAIR, CIRCLE, GREEN, NOW, ORGANISATIONS, locked, member, person, write
from bench.community import name

ITEMS = 12_000

WORDS = "'Pump ' || n || ' of a water board was reached over a remote desktop that nobody knew of. '"

ITEM = f"""
INSERT INTO sharing_item (id, circle_id, community, label, state, author_id, membership_id, audience, passed_to,
    published, kind, title, what, so_what, do_what, language, urgency, reliability, tags, expertise, via_secretariat,
    origin, version, shared_at, created_at, saved_at)
SELECT md5('i' || n)::uuid, %(circle)s, %(circle)s, label, 1, md5('p' || n %% 2000)::uuid, md5('m' || n %% 1000)::uuid,
    CASE WHEN label = 4 THEN ARRAY[md5('p' || n %% 2000)::uuid, md5('p0')::uuid, md5('p1')::uuid, md5('p2')::uuid]
         WHEN label >= 2 THEN ARRAY[%(circle)s] ELSE '{{}}' END,
    '{{}}', false, (ARRAY['warning', 'question', 'news', 'help'])[1 + n %% 4], 'Pump ' || n || ' was reached',
    {WORDS} || repeat({WORDS}, 6), 'Others have the same pump.', 'Look who can reach yours.', 'en',
    (n > 11900 AND n %% 25 = 0)::int, '', ARRAY['tag' || n %% 50], '{{}}', false, '', 1,
    %(now)s - (12001 - n) * interval '43 minutes', %(now)s, %(now)s
FROM (SELECT n, (CASE WHEN n %% 100 < 5 THEN 0 WHEN n %% 100 < 50 THEN 1 WHEN n %% 100 < 94 THEN 2 WHEN n %% 100 < 99
      THEN 3 ELSE 4 END)::smallint AS label FROM generate_series(1, 12000) n) made
"""

REPLY = """
INSERT INTO sharing_reply (id, circle_id, community, label, state, author_id, membership_id, audience, passed_to,
    published, item_id, body, mentions, way, version, at)
SELECT gen_random_uuid(), i.circle_id, i.community, i.label, 1, md5('p' || (x * 7 + k) % 2000)::uuid,
    md5('m' || (x * 7 + k) % 1000)::uuid, i.audience, '{}', false, i.id,
    'We saw the same, from another address, and closed it.', '{}', 'page', 1, i.shared_at + k * interval '20 minutes'
FROM generate_series(1, 12000) x JOIN sharing_item i ON i.id = md5('i' || x)::uuid
CROSS JOIN generate_series(1, 2) k WHERE i.label < 4
"""

FEEDBACK = """
INSERT INTO sharing_feedback (id, item_id, person_id, kind, note, named, heard, at)
SELECT gen_random_uuid(), i.id, md5('p' || (x * 11 + k * 13) % 2000)::uuid,
    (ARRAY['useful', 'known', 'affected', 'acted'])[k], '', k = 3, false, i.shared_at + k * interval '30 minutes'
FROM generate_series(1, 12000) x JOIN sharing_item i ON i.id = md5('i' || x)::uuid
CROSS JOIN generate_series(1, 4) k WHERE i.label < 4
"""

READING = """
INSERT INTO sharing_reading (item_id, person_id, membership_id, at)
SELECT i.id, md5('p' || k)::uuid, md5('m' || k % 1000)::uuid, i.shared_at + k * interval '10 minutes'
FROM sharing_item i CROSS JOIN generate_series(0, 1999, 7) k WHERE i.label = 3
"""

FACT = """
INSERT INTO kernel_fact (kind, by, circle, item, source, kept_from_chair, details)
SELECT 'ItemShared', author_id, circle_id, id, ARRAY[author_id, membership_id], false,
    jsonb_build_object('label', label) FROM sharing_item
UNION ALL
SELECT 'FeedbackGiven', f.person_id, i.circle_id, i.id, ARRAY[i.author_id, i.membership_id], false,
    jsonb_build_object('feedback', f.kind) FROM sharing_feedback f JOIN sharing_item i ON i.id = f.item_id
"""


def fill(connection: psycopg.Connection) -> None:
    """In SQL, since there are so many."""
    for statement in (ITEM, REPLY, FEEDBACK, READING, FACT):
        connection.execute(statement.encode(), {"circle": CIRCLE, "now": NOW} if statement is ITEM else None)
    _asked()


def _asked() -> None:
    from kring.sharing import models

    poll = models.Poll(
        pk=name("poll", 0), item_id=name("i", 11_975), person_id=person(CHAIR), until=NOW + timedelta(days=9)
    )
    write([poll])
    write(
        models.PollAnswer(poll=poll, membership_id=member(n), person_id=person(n), kind="yes")
        for n in range(0, ORGANISATIONS, 2)
    )
    asked = models.Round(
        pk=name("round", 0), question="What did you see?", until=NOW + timedelta(days=9), **locked(GREEN)
    )
    write([asked])
    write(
        models.RoundAnswer(round=asked, membership_id=member(n), person_id=person(n), kind="nothing")
        for n in range(0, ORGANISATIONS, 3)
    )
    write([models.Item(pk=name("draft", n), title="A draft", **locked(GREEN, n) | {"state": 0}) for n in range(1_000)])
