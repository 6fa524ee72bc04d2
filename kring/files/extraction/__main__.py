"""The process that reads one file: its limits first, then the file from standard input, its text to standard output."""

import os
import resource
import sys

MEGABYTE = 1024 * 1024


def limit(seconds: int, memory: int) -> None:
    """From here on: so much time, so much memory, no file of its own but the answer, no core, no further process."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * MEGABYTE, 16 * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    os.umask(0o077)


def main() -> None:
    """Reads what the arguments say and answers: the outcome on the first line, the text below it."""
    media_type, seconds, memory, characters = sys.argv[1], *map(int, sys.argv[2:5])
    limit(seconds, memory)
    from kring.files.extraction.readers import read_text  # noqa: PLC0415  # parsers are loaded below the limits

    outcome, text = read_text(sys.stdin.buffer, media_type, characters)
    sys.stdout.buffer.write(f"{outcome}\n{text}".encode("utf-8", "replace"))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
