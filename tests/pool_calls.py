"""Calls for the processes of a pool, by name: what may go wrong in them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from helpers.base.errors import BadInput


def call(name: str, folder: str) -> str:
    if name == "exit":
        os._exit(5)
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "hang":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        time.sleep(600)
    if name == "memory":
        bytearray(4 * 2**30)
    if name == "user-error":
        raise BadInput("a mistake", expected="none", next_step="try again")
    if name == "error":
        raise ValueError("told to fail")
    if name == "once":
        mark = Path(folder) / "tried"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "made at the second try"
    if name == "left-behind":
        return str(subprocess.Popen(["sleep", "4321"]).pid)
    if name == "main":
        return repr(getattr(sys.modules["__main__"], "__file__", None))
    return "made"
