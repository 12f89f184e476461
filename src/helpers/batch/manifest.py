"""What a batch has made: one line a report, by which a killed run resumes and an unchanged report is left alone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from helpers.base.paths import ROOT, data_folder
from helpers.batch.runs import Run
from helpers.batch.store import Store
from helpers.tables.company_pay import COMPANY_PAY, company_folder
from helpers.tables.tasks import TABLES, tasks_folder

PACKAGES = ("ipython", "matplotlib", "mistune", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "pyarrow")
_NOT_IN_REPORTS = ("build", "batch")


@dataclass(frozen=True)
class Entry:
    """One report made: its file, the key of all that went into it, its bytes and their checksum."""

    file: str
    key: str
    bytes: int
    sha256: str


def fingerprint(notebook: Path) -> str:
    """Return a checksum of what reports are made from: tables and what is installed beside them, code, packages."""
    digest = hashlib.sha256(python_version().encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    code = ROOT / "src" / "helpers" if (ROOT / "src").is_dir() else Path(__file__).parents[1]
    files = [path for path in sorted(code.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    kept = [path for path in files if path.relative_to(code).parts[0] not in _NOT_IN_REPORTS]
    own = [company_folder() / COMPANY_PAY.file, *(tasks_folder() / table.file for table in TABLES)]
    for path in [*kept, *sorted(data_folder().iterdir()), notebook, *own]:
        if path.is_file():
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def key_of(run: Run, made_from: str, form: str) -> str:
    """Return the key of one report: equal keys, equal bytes."""
    text = json.dumps([made_from, form, run.parameters, run.title, run.names])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Manifest:
    """The lines of one batch or shard, kept in `name` with what is new in a log beside it until the end."""

    def __init__(
        self, store: Store, name: str = "manifest.jsonl", *, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Read what earlier runs have left; a manifest that is damaged is set aside, which is said, and made anew."""
        self._store, self._name, self._log = store, name, f"{name}.log"
        self._waiting: list[Entry] = []
        lines = store.read(name).decode("utf-8", "replace").splitlines()
        listed = [_entry(line) for line in lines]
        # a line of the log that was cut off when a run was killed costs that report, no more
        logged = [_entry(line) for line in store.read_log(self._log)]
        self.entries = {entry.file: entry for entry in (*listed, *logged) if entry}
        if None in listed or store.is_folder(name):
            aside = store.set_aside(name)
            say(f"{name} was damaged: it is kept as {aside} and made anew; what it did not tell is rendered again")
        if store.is_folder(self._log):
            say(f"{self._log} was damaged: it is kept as {store.set_aside(self._log)}")

    def has(self, file: str, key: str) -> bool:
        """Return whether the report is there as these inputs make it; it is read for that if written since the last."""
        entry = self.entries.get(file)
        if entry is None or entry.key != key or self._store.size(file) != entry.bytes:
            return False
        since = self._store.newer(file, self._name, self._log)
        return not since or hashlib.sha256(self._store.read(file)).hexdigest() == entry.sha256

    def add(self, entry: Entry, *, every: int = 1) -> None:
        """Keep a report that is in place; entries are written out `every` so many."""
        self.entries[entry.file] = entry
        self._waiting.append(entry)
        if len(self._waiting) >= every:
            self.flush()

    def flush(self) -> None:
        """Write out the entries that wait."""
        if self._waiting:
            self._store.log(self._log, [_line(entry) for entry in self._waiting])
            self._waiting.clear()

    def compact(self, files: Iterable[str]) -> None:
        """Rewrite the manifest in the order of `files`, then what else is there, and drop the log."""
        self.flush()
        order: Mapping[str, None] = dict.fromkeys([*files, *sorted(self.entries)])
        lines = [_line(self.entries[file]) for file in order if file in self.entries]
        text = "".join(line + "\n" for line in lines).encode()
        if text != self._store.read(self._name):
            self._store.put(self._name, text)
        self._store.drop_log(self._log)


def _entry(line: str) -> Entry | None:
    """Return the entry of a line, or nothing for a line that is none."""
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    typed = all(isinstance(text, str) for text in (entry.file, entry.key, entry.sha256))
    return entry if typed and type(entry.bytes) is int else None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry))
