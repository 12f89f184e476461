"""What a downloaded file must be, and how an archive is unpacked without trusting the names in it."""

import os
import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from helpers.build.refusals import damaged, page_instead, unsafe

_ZIPPED = (".zip", ".xlsx")
_MOST_BYTES = 4 << 30


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
                broken = archive.testzip()
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged(name, str(error)) from error
        if broken:
            raise damaged(name, f"{broken} in it is broken")


def unpack(archive: Path, folder: Path) -> list[Path]:
    """Unpack a zip archive into `folder` and return the files, in order of name.

    Raises `BadInput`, before anything is written, if a name in it leads out of the folder, is a link, or all of it is
    larger than 4 GB.
    """
    with zipfile.ZipFile(archive) as packed:
        members = [member for member in packed.infolist() if not member.is_dir()]
        for member in members:
            name = PurePosixPath(member.filename.replace("\\", "/"))
            if name.is_absolute() or ".." in name.parts or ":" in member.filename or _is_link(member):
                raise unsafe(archive.name, f"the name {member.filename[:80]!r} leads out of it")
        if sum(member.file_size for member in members) > _MOST_BYTES:
            raise unsafe(archive.name, "it holds more than 4 GB")
        folder.mkdir(parents=True, exist_ok=True)
        return sorted(Path(packed.extract(member, folder)) for member in members)


def _is_link(member: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(member.external_attr >> 16)


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
