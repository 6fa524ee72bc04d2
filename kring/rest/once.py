"""The same request twice is done once: for clients that did not hear the answer (Idempotency-Key, IETF draft).

What is kept is which row was made. The answer is composed anew from that row, under the lock as it is then, so that a
repeated request never brings out what its actor may no longer read.
"""

import hmac
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import connection
from ninja.errors import ValidationError

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.rest.requests import ApiRequest

HEADER = "Idempotency-Key"
LONGEST = 255

OTHER_REQUEST = Refusal("key_used", N_("This key belongs to another request. Use a new key for each."))

# A second request with the same key waits here until the first one has ended: then it is either there, or was undone.
CLAIM = """
INSERT INTO rest_once (token, key, fingerprint) VALUES (%s, %s, %s)
ON CONFLICT (token, key) DO UPDATE SET key = excluded.key RETURNING made, fingerprint
"""

FORGET = "DELETE FROM rest_once WHERE at < statement_timestamp() - interval '2 days'"


def once(request: ApiRequest, act: Callable[[], UUID]) -> UUID:
    """What `act` made, now or when this very request came before. Without a key it is always done.

    Refused: key_used.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        raise ValidationError([{"type": "idempotency_key", "loc": ("header", HEADER)}])
    mark, token = _fingerprint(request), request.bearer.token
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [token, key, mark])
        made, before = cursor.fetchone()
    if not hmac.compare_digest(bytes(before), mark):
        raise Refused(OTHER_REQUEST)
    if made is not None:
        return UUID(str(made))
    made = act()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rest_once SET made = %s WHERE token = %s AND key = %s", [made, token, key])
        cursor.execute(FORGET)
    return made


def _fingerprint(request: ApiRequest) -> bytes:
    """Method, address and content. It is keyed, so that nobody guesses from it what was sent."""
    if request.content_type == "multipart/form-data":  # streamed to a file, and read already
        files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
        content = repr((sorted(request.POST.items()), files)).encode()
    else:
        content = request.body
    said = f"{request.method} {request.get_full_path()}\n".encode() + content
    return hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")
