"""How much memory this process may take, and the refusal that says so before any is taken."""

import os
from contextlib import suppress
from pathlib import Path

from helpers.base.errors import BadInput

SPARING = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "ARROW_IO_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Settings with which packages reserve no address space ahead: a page then takes a third of it."""


def address_mb() -> float:
    """Return the megabytes of addresses that a process may take (ulimit -v), infinite without a limit."""
    with suppress(ImportError, OSError):
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_AS)
        return float("inf") if soft == resource.RLIM_INFINITY else soft / 2**20
    return float("inf")


def limit_mb() -> float:
    """Return the megabytes that a process may take whatever others do: by ulimit, and in its container."""
    found = [address_mb()]
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):  # "max" is no number
            found.append(int(Path(path).read_text()) / 2**20)
    return min(found)


def found_mb() -> float:
    """Return the megabytes that this process and those it starts may take, infinite where nothing says so."""
    found = [limit_mb()]
    with suppress(OSError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        found.append(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("MemAvailable:")))
    return min(found)


def spare_addresses(needed: int) -> None:
    """Set this process up to need few addresses where they are limited; `BadInput` if the limit is below `needed` MB.

    Packages that find too few do not say so: they hang or abort.
    """
    if address_mb() < float("inf"):
        for name, value in SPARING.items():
            os.environ.setdefault(name, value)
    if address_mb() < needed:
        raise too_little(address_mb(), needed, "packages, tables and one page")


def too_little(found: float, needed: int, what: str) -> BadInput:
    """Return the error that says how much memory was found, and how much is needed for what."""
    return BadInput(
        f"{found:,.0f} MB of memory found",
        expected=f"{needed:,} MB: {what}",
        next_step="raise the limit (ulimit -v, that of the container)",
    )
