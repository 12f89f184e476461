"""Gather the raw files that a refresh needs: the newest of what was asked for, the recorded release of the rest."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from helpers.base.errors import BadInput, UserError
from helpers.build.archives import check_content, stage
from helpers.build.download import Address, Downloader
from helpers.build.newest import at_release, newest_release
from helpers.build.run import Step
from helpers.tables.checksums import sha256
from helpers.tables.sources import Source

Say = Callable[[str], None]


def checksums_of(paths: Iterable[Path]) -> dict[str, str]:
    """Return file name -> sha256."""
    return {path.name: sha256(path) for path in sorted(paths)}


class Gathered:
    """The raw files of one refresh, below `folder` in one subfolder a source; `releases` has that of each source."""

    def __init__(
        self, folder: Path, known: dict[str, Source], downloader: Downloader, by_hand: Path | None, say: Say
    ) -> None:
        """Begin with no files; `known` is what sources.yml says, `by_hand` a folder of files saved by hand."""
        self.folder = folder
        self.releases: dict[str, str] = {}
        self._known = known
        self._downloader = downloader
        self._by_hand = by_hand
        self._say = say
        self._fetched: dict[str, list[Path]] = {}

    def fetch_newest(self, asked: Sequence[str]) -> set[str]:
        """Fetch the newest release of each source; return those whose files or release are not those of the tables.

        Raises one `BadInput` for all sources that could not be fetched; it names the others.
        """
        failed: dict[str, UserError] = {}
        for name in asked:
            try:
                self._fetch(name, self._newest(self._known[name]))
            except UserError as error:
                failed[name] = error
        if failed:
            rest = [name for name in asked if name not in failed]
            also = f"; the others can be refreshed alone: rolepair data refresh {' '.join(rest)}" if rest else ""
            raise BadInput(
                "; ".join(f"{name}: {error.given}" for name, error in failed.items()),
                expected="; ".join(dict.fromkeys(error.expected for error in failed.values())),
                next_step="; ".join(dict.fromkeys(error.next_step for error in failed.values())) + also,
            )
        return {name for name in asked if self.releases[name] != self._known[name].release or self._differs(name)}

    def fetch_others(self, step: Step) -> set[str]:
        """Fetch what a step reads and is not there yet, at the recorded release; return the sources that differ."""
        differing = set()
        for name in step.sources:
            if name not in self._fetched:
                self._fetch(name, self._known[name].release)
                if self._known[name].addresses and self._differs(name):
                    self._say(f"{name} is brought up along: its files differ from those of the tables")
                    differing.add(name)
        return differing

    def _newest(self, source: Source) -> str:
        release = source.release
        for address in source.addresses:
            release = newest_release(address, release, self._exists)
        return release

    def _exists(self, url: str) -> bool:
        if self._by_hand is not None:
            return (self._by_hand / Address.parse(url).name).is_file()
        return self._downloader.exists(url)

    def _fetch(self, name: str, release: str) -> None:
        self.releases[name] = release
        fetched = []
        for text in self._known[name].addresses:
            address = Address.parse(at_release(text, release))
            path = self._saved(address.name) or self._downloader.fetch(address, name)
            fetched += stage(path, self.folder / name)
        self._fetched[name] = fetched

    def _saved(self, name: str) -> Path | None:
        path = self._by_hand / name if self._by_hand else None
        if path is None or not path.is_file():
            return None
        check_content(path, name)
        return path

    def _differs(self, name: str) -> bool:
        """Return whether a file that the tables were built from is missing among those fetched, or is another."""
        recorded = self._known[name].files
        found = checksums_of(path for path in self._fetched[name] if path.name in recorded)
        return not recorded or found != recorded
