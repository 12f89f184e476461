"""What a user is told when a file cannot be fetched or trusted: each says what to do next."""

from pathlib import Path

from helpers.base.errors import BadInput

_BY_HAND = "save the file into a folder and give that with --from"


def first_line(error: Exception) -> str:
    """Return the first line of an error, or its kind if it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def page_instead(name: str) -> BadInput:
    """Return the error for a web page that came in place of a file."""
    return BadInput(
        f"a web page came in place of {name}",
        expected="the file itself",
        next_step=f"open the address in a browser: it may have moved, or ask for something first; {_BY_HAND}",
    )


def damaged(name: str, why: str) -> BadInput:
    """Return the error for a file that is empty, cut or broken."""
    return BadInput(
        f"{name} is cut or damaged: {why.splitlines()[0][:200] if why else 'no reason given'}",
        expected="the whole file, as the publisher has it",
        next_step="run the same command again; it is fetched anew",
    )


def wrong_checksum(name: str, found: str, known: str) -> BadInput:
    """Return the error for a file whose sha256 is not the one that is known of it."""
    return BadInput(
        f"{name} has the sha256 {found[:16]}..., not the known {known[:16]}...",
        expected="the file that the checksum was made of",
        next_step="run the same command again; if it stays so, the publisher has changed the file: get new checksums",
    )


def refused(place: str, status: int, name: str) -> BadInput:
    """Return the error for a reply that is no file: gone (404, 410), or refused."""
    if status in (404, 410):
        return BadInput(
            f"there is no file at {place} (status {status})",
            expected=f"the publisher's file {name}",
            next_step="look on the publisher's page (`url` in sources.yml) where it is now, and correct `addresses`"
            f" there; or {_BY_HAND}",
        )
    return BadInput(
        f"the publisher refuses {place} (status {status})",
        expected=f"the publisher's file {name}",
        next_step="set ROLEPAIR_CONTACT to your e-mail address, which some publishers ask for; or open the address in a"
        f" browser, {_BY_HAND}",
    )


def unreachable(place: str, why: str, *, kept: int = 0) -> BadInput:
    """Return the error for a download that failed at every try; `kept` bytes of it are there."""
    begun = f"; {kept:,} bytes are kept, and it goes on from there if the server allows" if kept else ""
    return BadInput(
        f"{place} cannot be fetched: {why or 'no reason given'}",
        expected="a whole download",
        next_step=f"check the network and run the same command again{begun}",
    )


def no_room(name: str, error: OSError) -> BadInput:
    """Return the error for a cache folder that cannot be written."""
    return BadInput(
        f"{name} cannot be kept in the cache: {error.strerror or error}",
        expected="a cache folder you may write, on a disk with room",
        next_step="make room, or name another folder in ROLEPAIR_CACHE",
    )


def busy(folder: Path) -> BadInput:
    """Return the error for a cache that another command is using."""
    return BadInput(
        f"another command is fetching into {folder.name}/",
        expected="one refresh at a time",
        next_step="wait for its end, or name another folder in ROLEPAIR_CACHE",
    )


def unsafe(name: str, why: str) -> BadInput:
    """Return the error for an archive that may not be unpacked."""
    return BadInput(
        f"{name} is not taken: {why}",
        expected="a publisher's archive of plain files",
        next_step="check where the file came from; nothing of it is kept",
    )
