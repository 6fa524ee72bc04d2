"""The process that converts: what it may use, and that it takes nothing down when it uses more."""

import subprocess
import sys

import orjson

from kring.exchange.misp import Converter, Limits, read
from kring.exchange.misp.conversion.__main__ import FORBIDDEN
from tests.exchange.misp.samples import ADDRESS, EVENT, octets

LARGE = EVENT | {
    "Attribute": [
        ADDRESS | {"uuid": f"5a3c2fda-78f4-44b7-8366-46da02{n:06x}", "value": f"198.51.100.{n}"} for n in range(250)
    ]
}


def test_an_event_that_takes_too_long_is_told_and_the_next_is_converted() -> None:
    with Converter() as converter:
        slow = converter.convert(octets(LARGE), 0.01)
        assert (slow.objects, slow.failure and slow.failure.code) == ((), "too_slow")
        assert slow.seconds == 0.01
        assert converter.convert(octets(EVENT), 60).objects


def test_an_event_that_takes_too_much_memory_is_told_and_the_next_is_converted() -> None:
    with Converter(Limits(memory=300 * 1024**2)) as converter:
        huge = EVENT | {"Attribute": [ADDRESS | {"value": "a" * 50 * 1024**2}]}
        assert getattr(converter.convert(octets(huge), 60).failure, "code", None) == "too_much"
        assert converter.convert(octets(EVENT), 60).objects


def test_what_makes_it_fail_is_told_and_it_goes_on(converter: Converter) -> None:
    failed = converter.convert(b'{"info": "x", "uuid": "no identifier"}', 60)
    assert failed.failure is not None
    assert failed.failure.code == "not_convertible"
    assert converter.convert(octets(EVENT), 60).objects


def test_one_event_cannot_take_the_time_of_a_whole_message() -> None:
    message = octets([EVENT, LARGE, EVENT | {"uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b82"}])
    events = read(message, Limits(seconds=1, message_seconds=0))
    assert [event.problems[-1].code for event in events] == ["too_slow"] * 3
    assert all(event.title and not event.objects and not event.refused for event in events)


def test_it_is_gone_when_it_is_closed() -> None:
    with Converter() as converter:
        converter.convert(octets(EVENT), 60)
        process = converter._process
        assert process is not None
    assert process.returncode is not None
    converter.close()


def test_it_reaches_no_network_and_starts_no_program() -> None:
    code = """
import socket, subprocess, sys
from kring.exchange.misp.conversion.__main__ import limit
limit(2 ** 30)
for one in (lambda: socket.create_connection(("127.0.0.1", 9)), lambda: subprocess.run(["true"]), lambda: open("/tmp/x", "w").write("x" * 9)):
    try:
        one()
    except OSError as error:
        print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split()[:2] == ["PermissionError", "PermissionError"], done
    assert "socket.connect" in FORBIDDEN


def test_the_libraries_are_loaded_in_that_process_alone() -> None:
    code = "import sys, kring.exchange.misp as m; m.write; print([n for n in sys.modules if n.split('.')[0] in "
    code += "{'pymisp', 'misp_stix_converter', 'stix2', 'lxml'}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_answer_is_one_object_a_line(converter: Converter) -> None:
    made = converter.convert(octets(EVENT), 60)
    assert all(orjson.loads(one)["id"] for one in made.objects)
    assert 0 < made.seconds < 30
