"""What the fork server loads before it forks: the packages, the tables, and what a first report leaves in caches.

Imported elsewhere it does nothing. It starts no threads, since threads are lost in forks: tables are read by one.
"""

import atexit
import gc
import importlib
import json
import os
import shutil
import signal
from contextlib import suppress

from helpers.base.errors import UserError
from helpers.render.pool import WARM

READY_SECONDS = 180
"""After these the server is killed if it is not ready, whatever it waits for."""
_NEEDED = (
    "IPython.core.completer",
    "matplotlib_inline.backend_inline",
    "nbformat",
    "papermill.parameterize",
    "helpers.render.page",
    "helpers.sections",
    "helpers.show.plots",
)
CHARTS = 20
"""Charts whose Axes are made ahead, 5 ms each; a pair report draws up to 17."""
_PAIR = {"role_a": "43-3021", "role_b": "43-3031"}


def get_ready(*, tables: bool) -> None:
    """Load and make in this process what its forks would load and make for themselves.

    With `tables`, read them all and run the notebook of the pair report once, its result dropped.
    """
    from helpers.render.reports import COMPARE, import_papermill, made
    from helpers.render.shell import make_shell
    from helpers.show.drawing import keep_in_stock
    from helpers.tables.load import keep_whole

    import_papermill()
    for name in _NEEDED:
        importlib.import_module(name)
    if tables:
        keep_whole()
        made(COMPARE, _PAIR, title="")
        keep_in_stock(CHARTS)
    make_shell()
    gc.collect()
    gc.freeze()


def _clear(folder: str, caller: int) -> None:
    """Remove the folder of the server's socket, if the caller was killed and so did not."""
    if os.getppid() != caller:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(*, tables: bool, folder: str) -> None:
    """Get ready as the fork server, or end; what is wrong with a table or a notebook, the reports will say."""
    atexit.register(_clear, folder, os.getppid())
    if hasattr(signal, "alarm"):
        signal.alarm(READY_SECONDS)
    os.dup2(os.open(os.devnull, os.O_RDWR), 2)
    try:
        with suppress(UserError):
            get_ready(tables=tables)
    except BaseException:
        os._exit(1)  # most often for lack of memory; the caller says so
    if hasattr(signal, "alarm"):
        signal.alarm(0)


if given := os.environ.pop(WARM, ""):
    _serve(**json.loads(given))
