"""Calls in processes of their own, so many at a time: each forked from one loaded server, under limits, killed alone.

The processes are multiprocessing's. Its fork server loads `helpers.render.warm` once; where there is none, as on
Windows, each process is started anew, and slower. Nothing here needs this process to be free of threads.
"""

import ctypes
import gc
import importlib
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, util
from typing import Any

from helpers.base.errors import BadInput, RenderFailed, UserError
from helpers.base.memory import found_mb, limit_mb, too_little

TRIES = 2
START_SECONDS = 400
"""After these no server is started again; it has less for getting ready, see `warm`."""
WARM = "ROLEPAIR_WARM"
"""Environment variable by which the fork server is told what to load, and which folder goes with it."""
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
SERVER_MB, CALL_MB = 1200, 300
"""What the server takes once it is ready, and what a report may need beyond, from measurements with some room."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """What a call may use: seconds, and megabytes beyond what is loaded already. 0 is no limit."""

    seconds: float = 0.0
    megabytes: int = 0


@dataclass(frozen=True)
class Done:
    """How a call ended: its value, or why there is none (an error of ours, or words); and what it took."""

    key: str
    value: Any = None
    error: UserError | str = ""
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


@dataclass
class _Child:
    key: str
    call: Callable[[], Any]
    tries: int
    process: Any
    answers: connection.Connection
    ends: float
    late: bool = False


class Pool:
    """So many calls at a time. One that dies is tried once more; one whose time is up is killed, and no other."""

    def __init__(self, *, workers: int = 1, limits: Limits | None = None, tables: bool = True) -> None:
        """Set the limits; with `tables` the server reads them all, which pays from some reports on.

        Raises `BadInput` where this process may not take the memory for that: the server would wait for ever.
        """
        if tables and limit_mb() < SERVER_MB:
            raise _too_little(limit_mb())
        self.room, self._limits, self._tables = workers, limits or Limits(), tables
        self._children: list[_Child] = []
        self._ending: list[Any] = []
        self._context: Any = multiprocessing.get_context(METHOD)

    def submit(self, key: str, call: Callable[[], Any]) -> None:
        """Start a call, a picklable one such as a `functools.partial`."""
        self._start(key, call, tries=1)

    def wait(self, seconds: float = 1.0) -> list[Done]:
        """Return the calls that have ended, after some seconds at most if there are none."""
        now = time.monotonic()
        soonest = min((child.ends for child in self._children), default=now)
        ends: list[Any] = [part for child in self._children for part in (child.answers, child.process.sentinel)]
        ready = connection.wait(ends, max(0.0, min(seconds, soonest - now)))
        now = time.monotonic()  # not later: a start below may have to wait for a new server
        done = []
        for child in list(self._children):
            if child.answers in ready or child.process.sentinel in ready:
                done += self._end(child)
            elif now > child.ends and not child.late:
                child.late = True
                _kill(child.process)
        return done

    def close(self) -> None:
        """Kill what still runs."""
        for child in self._children:
            _kill(child.process)
            child.answers.close()
        for process in [*self._ending, *(child.process for child in self._children)]:
            process.join()
        self._children.clear()

    def _start(self, key: str, call: Callable[[], Any], tries: int) -> None:
        starts, give_up = 1, time.monotonic() + START_SECONDS
        while True:
            answers, writer = self._context.Pipe(duplex=False)
            work = (writer, call, dict(os.environ), self._limits.megabytes)
            process = self._context.Process(target=_work, args=work, daemon=True)
            try:
                with _as_server_wants(self._context, self._tables):
                    process.start()
            except (EOFError, OSError) as error:  # the server died under it, or before it was ready
                answers.close()
                refused = isinstance(error, ConnectionError)  # it was killed, and is not yet known to have ended
                if time.monotonic() > give_up or not (refused or starts):
                    raise _not_ready() from error
                starts -= not refused
                time.sleep(0.05)
                continue
            finally:
                writer.close()
            ends = time.monotonic() + self._limits.seconds if self._limits.seconds else float("inf")
            self._children.append(_Child(key, call, tries, process, answers, ends))
            return

    def _end(self, child: _Child) -> list[Done]:
        self._children.remove(child)
        answer = None
        with suppress(EOFError, OSError):
            if not child.late and child.answers.poll():
                answer = child.answers.recv()
        _kill(child.process)  # and what it started and left behind
        child.answers.close()
        if answer:  # the kernel takes some 20 ms to end a process of this size: the next one starts meanwhile
            self._ending = [process for process in (*self._ending, child.process) if process.exitcode is None]
            return [Done(child.key, *answer)]
        child.process.join()
        if child.late:
            return [Done(child.key, error=f"its time was up ({self._limits.seconds:g} seconds)")]
        if child.tries < TRIES:  # killed from outside, or for lack of memory
            self._start(child.key, child.call, child.tries + 1)
            return []
        return [Done(child.key, error=_told(child.process.exitcode))]


def alone(call: Callable[[], Any]) -> Done:
    """Return how one call ended, made in a process of its own without limits."""
    pool = Pool()
    try:
        pool.submit("", call)
        while not (done := pool.wait(60.0)):
            pass
        return done[0]
    finally:
        pool.close()


def workers_for(wanted: int, *, say: Callable[[str], None] = lambda _: None) -> int:
    """Return how many calls at a time the memory allows, at most `wanted`; fewer are said, none is `BadInput`."""
    found = found_mb()
    if found < SERVER_MB + CALL_MB:
        raise _too_little(found)
    room = min(float(wanted), (found - SERVER_MB) // CALL_MB)
    if room < wanted:
        say(f"{found:,.0f} MB of memory found: {room:.0f} reports at a time instead of {wanted}")
    return int(room)


def _too_little(found: float) -> BadInput:
    return too_little(found, SERVER_MB + CALL_MB, "what is loaded once, and one report")


def stop_server() -> None:
    """End the fork server, which otherwise ends with this process; the next call starts another."""
    if METHOD == "forkserver":
        server = importlib.import_module("multiprocessing.forkserver")
        getattr(server._forkserver, "_stop", lambda: None)()


def _told(code: int) -> str:
    if code < 0:
        return f"its process died of {signal.Signals(-code).name}"
    return "its process was killed" if code == 255 else f"its process ended with status {code}"


def _kill(process: Any) -> None:
    with suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        process.kill()


def _not_ready() -> RenderFailed:
    found = f"{found_mb():,.0f} MB were found" if found_mb() < float("inf") else "how much there is, is not known"
    return RenderFailed(
        "the process that reports are forked from ended before it was ready",
        expected=f"{SERVER_MB:,} MB of memory for it; {found}",
        next_step="give it more (ulimit -v, the limit of the container), or render reports one by one",
    )


@contextmanager
def _as_server_wants(context: Any, tables: bool) -> Iterator[None]:
    """Start a process without the caller's own script, which it would run again, and a server that loads `warm`."""
    main, before = sys.modules["__main__"], dict(os.environ)
    sys.modules["__main__"] = types.ModuleType("__main__")
    os.environ.update(_ONE_THREAD)
    if METHOD == "forkserver":
        context.set_forkserver_preload(["helpers.render.warm"])
        os.environ[WARM] = json.dumps({"tables": tables, "folder": util.get_temp_dir()})
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name in (WARM, *_ONE_THREAD):
            os.environ.pop(name, None)
        os.environ.update({name: before[name] for name in _ONE_THREAD if name in before})


def _work(answers: Any, call: Callable[[], Any], environment: dict[str, str], megabytes: int) -> None:
    """Make one call in a new process, and send its value or its error and what it took."""
    _die_with_the_caller()
    multiprocessing.current_process().daemon = False  # cells may start processes of their own
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update(environment | _ONE_THREAD)
    gc.disable()  # this process ends with the call: nothing it could collect is worth the search
    value, error = None, ""
    with _memory_limit(megabytes):
        try:
            value = call()
        except UserError as ours:
            error = ours  # type: ignore[assignment]  # text or an error
        except BaseException as other:
            error = f"{type(other).__name__}: {other}"
    answers.send((value, error, *_used()))
    os._exit(0)


def _die_with_the_caller() -> None:
    """End with the process that asked for the call, by the kernel's own signal where it has one."""
    with suppress(AttributeError, OSError):
        os.setpgid(0, 0)
    if not _dies_with_the_server():
        threading.Thread(target=_end_with_the_caller, daemon=True).start()
    caller = multiprocessing.parent_process()
    if caller is not None and not caller.is_alive():
        os._exit(1)


def _dies_with_the_server() -> bool:
    """Have the kernel kill this process with its server, and let go of the pipe whose end tells the server to end."""
    server: Any = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    pipe = getattr(server, "_forkserver_alive_fd", None)
    if METHOD != "forkserver" or pipe is None:
        return False
    try:
        if ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL):
            return False
    except (OSError, AttributeError, TypeError):  # not Linux
        return False
    os.close(pipe)
    server._forkserver_alive_fd = None
    return True


def _end_with_the_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        connection.wait([caller.sentinel])
    os._exit(1)


@contextmanager
def _memory_limit(megabytes: int) -> Iterator[None]:
    """Let this process take that much memory beyond what it has now, where the system can limit it."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a kernel file
            most = int(statm.read().split()[0]) * resource.getpagesize() + megabytes * 2**20
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if megabytes and (soft == resource.RLIM_INFINITY or most < soft):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _used() -> tuple[float, float]:
    """Return the CPU seconds of this process and the most memory it had, in megabytes, where the system knows it."""
    try:
        import resource
    except ImportError:
        return time.process_time(), 0.0
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
