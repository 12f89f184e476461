"""Run a parameterised notebook through papermill and put one finished HTML page in place, or nothing at all."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.errors import BadInput, SectionsMissing, some
from helpers.execution import execute, import_papermill


def render(
    notebook: Path,
    parameters: Mapping[str, Any],
    out: Path,
    *,
    title: str,
    names: tuple[str, str] | None,
    allow_missing: bool = False,
) -> Path:
    """Run `notebook` with `parameters`, export it to one self-contained HTML page at `out`, and return `out`.

    The page is written beside its place under another name and renamed when it is whole: a failed run leaves nothing.
    Equal inputs give equal bytes. Raises `BadInput` for a parameter that the notebook does not declare and for a folder
    that cannot be written, `RenderFailed` for a notebook that fails or a kernel that dies; and `SectionsMissing`, with
    the page in place, if sections say that they could not be computed and `allow_missing` does not take that.
    """
    from helpers.page import export, failures

    check_parameters(notebook, parameters)
    with aside(out) as unfinished:
        executed = execute(notebook, parameters)
        page = export(executed, title=title, names=names)
        unfinished.write_text(page, encoding="utf-8", newline="\n")
    missing = failures(executed)
    if missing and not allow_missing:
        raise SectionsMissing(
            f"{out.name} was written, but {len(missing)} of its parts could not be computed: {some(missing)}",
            expected="every section of the report",
            next_step="see with `rolepair data verify` whether a table is damaged; --allow-missing takes it as it is",
        )
    return out


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Raise `BadInput` if the notebook's cell tagged `parameters` does not declare one of the names."""
    known = set(import_papermill().inspect_notebook(str(notebook)))
    unknown = [name for name in parameters if name not in known]
    if unknown or not known:
        raise BadInput(
            f"{notebook.name} has no parameter {some(unknown)}",
            expected=f"one of {', '.join(sorted(known)) or 'the names in a cell tagged parameters, which it lacks'}",
            next_step="check the spelling; papermill itself would only warn and render the example",
        )


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; rename it to `out` if all went well, remove it if anything failed.

    Raises `BadInput`, before anything is computed, if the folder of `out` cannot be made or written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".unfinished-", suffix=out.suffix, dir=out.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(out, error) from error
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o644)
        unfinished.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _unwritable(out: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{out.name} cannot be written into {out.parent.name}/: {error.strerror or error}",
        expected="a folder you may write, on a disk with room",
        next_step="check its permissions and the free space, or name another place with --out; nothing was left behind",
    )
