"""What a downloaded file must be, and how an archive is unpacked without trusting the names in it."""

import lzma
import os
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from helpers.base.errors import BadInput

BY_HAND = "save the file into a folder and give that with --from"
_ZIPPED = (".zip", ".xlsx")
_MOST_BYTES, _MOST_TEXTS = 4 << 30, 512 << 20
"""What an archive may unpack to, and the shared texts of a workbook, which are read into memory."""
_MOST_TIMES, _SMALL = 200, 64 << 20
"""How many times its own size an archive may unpack to, from some size on; publishers' files have 9 at most."""
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
    *(NotImplementedError, RuntimeError, ValueError),
)
"""What zipfile raises for archives that are damaged."""


def check_content(path: Path, name: str) -> None:
    """Raise `BadInput` if a file is empty, a web page, or an archive or workbook that is cut or damaged."""
    with path.open("rb") as file:
        start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise damaged(name, "it is empty")
    if not name.lower().endswith((".htm", ".html")) and start.startswith((b"<!doctype html", b"<html")):
        raise page_instead(name)
    if name.lower().endswith(_ZIPPED):
        try:
            with zipfile.ZipFile(path) as archive:
                _refuse_bomb(archive, path, name)
                broken = archive.testzip()
        except _FAULTS as error:
            raise damaged(name, str(error)) from error
        if broken:
            raise damaged(name, f"{broken} in it is broken")


def unpack(archive: Path, folder: Path) -> list[Path]:
    """Unpack a zip archive into `folder` and return the files, in order of name.

    Raises `BadInput`, before anything is written, if a name in it leads out of the folder or is a link, or if it grows
    out of all proportion.
    """
    with zipfile.ZipFile(archive) as packed:
        members = [member for member in packed.infolist() if not member.is_dir()]
        for member in members:
            name = PurePosixPath(member.filename.replace("\\", "/"))
            if (
                name.is_absolute()
                or ".." in name.parts
                or ":" in member.filename
                or stat.S_ISLNK(member.external_attr >> 16)
            ):
                raise unsafe(archive.name, f"the name {member.filename[:80]!r} leads out of it")
        _refuse_bomb(packed, archive, archive.name)
        folder.mkdir(parents=True, exist_ok=True)
        return sorted(Path(packed.extract(member, folder)) for member in members)


def _refuse_bomb(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    sizes = {member.filename: member.file_size for member in archive.infolist()}
    whole = sum(sizes.values())
    if whole > _MOST_BYTES or (whole > _SMALL and whole > _MOST_TIMES * path.stat().st_size):
        raise unsafe(name, f"{path.stat().st_size:,} bytes would unpack to {whole:,}")
    if (texts := sizes.get("xl/sharedStrings.xml", 0)) > _MOST_TEXTS:
        raise unsafe(name, f"its shared texts have {texts:,} bytes")


def stage(path: Path, folder: Path) -> list[Path]:
    """Put a file into `folder`, an archive as its files, and return what lies there; nothing large is copied."""
    folder.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".zip":
        return unpack(path, folder / path.stem)
    target = folder / path.name
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
    return [target]


# --- refusals ---------------------------------------------------------------------------------------------------------


def page_instead(name: str) -> BadInput:
    """Return the error for a web page that came in place of a file."""
    return BadInput(
        f"a web page came in place of {name}",
        expected="the file itself",
        next_step=f"open the address in a browser: it may have moved, or ask for something first; {BY_HAND}",
    )


def damaged(name: str, why: str) -> BadInput:
    """Return the error for a file that is empty, cut or broken."""
    return BadInput(
        f"{name} is cut or damaged: {why.splitlines()[0][:200] if why else 'no reason given'}",
        expected="the whole file, as the publisher has it",
        next_step="run the same command again; it is fetched anew",
    )


def unsafe(name: str, why: str) -> BadInput:
    """Return the error for an archive that may not be unpacked."""
    return BadInput(
        f"{name} is not taken: {why}",
        expected="a publisher's archive of plain files",
        next_step="check where the file came from; nothing of it is kept",
    )
