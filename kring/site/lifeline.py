"""A process that ends with the one that started it, however that one ends."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
MOMENT = 0.5  # seconds, where the system does not tell by itself


def end_with(parent: int, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Send ourselves a signal when the process `parent`, which started this one, is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:  # it went before we could ask
            os.kill(os.getpid(), by)
    else:
        threading.Thread(target=_watch, args=[parent, by], name="lifeline", daemon=True).start()


def _watch(parent: int, by: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(MOMENT)
    os.kill(os.getpid(), by)
