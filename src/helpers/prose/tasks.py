"""The publisher's task statements of both roles, where they are installed on this machine; else how to install them."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.errors import DamagedTable
from helpers.present import Html, bullets, callout, details, role_name, sentences, show
from helpers.prose.words import named, plural
from helpers.tasks import Tasks, load_tasks

SHOWN = 6
"""Tasks of a role that stand in the open; the rest opens."""


def tasks_block(comparison: Comparison, sides: str = "ab") -> Html:
    """Return the tasks that stand for the role of each side, core ones first, with the credit of their licence.

    The table rates no importance: within a type, tasks stand in the order of the publisher's numbers. Without an
    installation one line says so; one that cannot be read is told as such.
    """
    stands = comparison.work.stand_ins
    try:
        tasks = load_tasks([side.code for side in stands if side.code])
    except DamagedTable as error:
        return callout(f"{error.given}; {error.next_step}.", kind="missing", heading="Tasks are not shown")
    if tasks is None:
        return sentences(
            "O*NET's task statements were not installed where this report was made, so none are shown; the README"
            " of rolepair says how to add them."
        )
    blocks = []
    for side in sides:
        stand, name = stands["ab".index(side)], comparison.names["ab".index(side)]
        if side == "b" and comparison.work.one_record:
            blocks.append(
                sentences(f"The same O*NET occupation stands for both: its tasks are those of {named(name)} too.")
            )
        elif stand.code:
            heading = Html(f"<h3>Tasks: {role_name(name, side)}</h3>")
            blocks.append(show(heading, _listed(tasks, stand.code)))
    if not blocks:
        return sentences("No single O*NET occupation stands for either role, so no tasks are shown.")
    note = sentences(f"This report was made with the task statements of O*NET {tasks.release} installed.", tasks.credit)
    return show(*blocks, note)


def ordered_tasks(statements: pd.DataFrame, onet_code: str) -> pd.DataFrame:
    """Return the rows of one occupation: core, then supplemental, then unrated, each by the publisher's number."""
    rows = statements[statements["onet_code"] == onet_code]
    kind = rows["type"].map({"core": 0, "supplemental": 1}).fillna(2)
    order = rows.assign(kind=kind, number=rows["task_id"].astype(int)).sort_values(["kind", "number"])
    return order.drop(columns=["kind", "number"]).reset_index(drop=True)


def _listed(tasks: Tasks, onet_code: str) -> Html:
    rows = ordered_tasks(tasks.statements, onet_code)
    if rows.empty:
        return sentences(f"O*NET {tasks.release} lists no tasks for {onet_code}.")
    core = rows[rows["type"] == "core"]
    first = core if len(core) else rows
    kind = "core task" if len(core) else "task"
    rest = list(first["task"][SHOWN:]) + (list(rows["task"][rows["type"] != "core"]) if len(core) else [])
    told = f"{plural(len(first), kind)}" + ("; none is rated core." if not len(core) else ", in the publisher's order.")
    more = details(f"{plural(len(rest), 'further task')}", bullets(rest)) if rest else Html("")
    return show(sentences(told), bullets(first["task"][:SHOWN]), more)
