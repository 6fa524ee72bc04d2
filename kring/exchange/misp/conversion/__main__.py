"""The process that converts: events on standard input, STIX 2.1 on standard output, until nobody asks any more.

A question is a line with the number of bytes and the seconds, and the event. An answer is a line of JSON, and the objects,
one a line.
"""

import logging
import os
import resource
import signal
import sys
import time
from typing import Any, BinaryIO

MEGABYTE = 1024 * 1024
FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen",
    "os.system", "os.exec", "os.posix_spawn", "os.fork",
)  # fmt: skip
MOST_REMARKS = 1_000


def limit(memory: int) -> None:
    """From here on: so much memory, no file that is written, no core, no network, no other program."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def look(event: str, _: tuple[Any, ...]) -> None:
        if event in FORBIDDEN:
            raise PermissionError(event)

    sys.addaudithook(look)


def converted(parser: Any, event: dict[str, Any]) -> tuple[list[str], list[str], str | None]:
    """The objects, the remarks, and what went wrong when it went wrong as a whole."""
    try:
        parser.parse_misp_event(event)
        objects = [one.serialize() for one in parser.bundle.get("objects", ())]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # it is not ours, and raises whatever its libraries do
        return [], _remarks(parser), f"{type(error).__name__}: {error}"[:500]
    return objects, _remarks(parser), None if objects else "it made nothing of it"


def _remarks(parser: Any) -> list[str]:
    """Each once. What went wrong in a record ends with the reason, below lines that tell where in the code it was."""
    said = [
        str(one).strip() for told in (parser.errors, parser.warnings) for identifier in told for one in told[identifier]
    ]
    return list(dict.fromkeys(_short(one) for one in said))[:MOST_REMARKS]


def _short(remark: str) -> str:
    lines = remark.splitlines()
    return (remark if len(lines) < 3 else f"{lines[0]} {lines[-1].strip()}")[:500]


def main() -> None:
    """Answers until there is no further question."""
    # Lists that pymisp would load, with all that checks them: the converter never looks at them, and starts much sooner.
    sys.modules["pymispwarninglists"] = None  # type: ignore[assignment]
    # Before the limits, so that Python can keep what it compiles of these libraries: that alone takes five seconds.
    import orjson  # noqa: PLC0415  # half a second, and only this process needs them
    from misp_stix_converter import MISPtoSTIX21Parser  # noqa: PLC0415

    limit(int(sys.argv[1]))
    logging.disable()
    ask, tell = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    while question := ask.readline():
        length, seconds = question.split()
        event = orjson.loads(ask.read(int(length)))
        # The processor's time, so that a busy machine makes no difference. When it is over, the signal ends this process.
        signal.setitimer(signal.ITIMER_PROF, float(seconds))
        began = time.process_time()
        objects, remarks, failure = converted(MISPtoSTIX21Parser(), event)
        signal.setitimer(signal.ITIMER_PROF, 0)
        body = "\n".join(objects).encode()
        took = time.process_time() - began
        _tell(tell, orjson.dumps({"octets": len(body), "seconds": took, "remarks": remarks, "failure": failure}), body)


def _tell(tell: BinaryIO, head: bytes, body: bytes) -> None:
    tell.write(head + b"\n")
    tell.write(body)
    tell.flush()


if __name__ == "__main__":
    main()
