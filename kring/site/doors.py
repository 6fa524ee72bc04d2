"""What machines that watch machines ask: is it up, can it answer, how is it doing."""

import hmac

from kring.feeds.live import Streams
from kring.site import environment as env
from kring.site import metrics
from kring.web.asgi import Asks, Message, Receive, Send, answer, header


class Doors:
    """`/healthz`, `/readyz` and `/metrics`."""

    def __init__(self, threads: Asks, streams: Streams) -> None:
        self._threads = threads
        self._streams = streams
        self._token = env.text("KRING_METRICS_TOKEN")
        metrics.gauge("kring_live_streams", "Open live streams.")(lambda: len(streams))

    async def healthz(self, scope: Message, receive: Receive, send: Send) -> None:
        """The process answers."""
        await answer(send, 200, b"ok\n")

    async def readyz(self, scope: Message, receive: Receive, send: Send) -> None:
        """It can do its work: the database is there."""
        if self._streams.hears:
            await answer(send, 200, b"ready\n")
        else:
            await answer(send, 503, b"the database cannot be reached\n")

    async def metrics(self, scope: Message, receive: Receive, send: Send) -> None:
        """For who shows KRING_METRICS_TOKEN; without one, for this machine, when no proxy asks on behalf of others."""
        if self._may_look(scope):
            text = await self._threads.ask(metrics.text)
            await answer(send, 200, text.encode(), b"text/plain; version=0.0.4; charset=utf-8")
        else:
            await answer(send, 404)

    def _may_look(self, scope: Message) -> bool:
        if self._token:
            shown = header(scope, b"authorization").encode()
            return hmac.compare_digest(shown, f"Bearer {self._token}".encode())
        passed_on = header(scope, b"x-forwarded-for") or header(scope, b"forwarded")
        host, _ = scope.get("client") or ("", 0)
        return not passed_on and host in {"127.0.0.1", "::1"}
