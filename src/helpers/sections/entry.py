"""Getting in: what a role typically asks of those who enter, by judgement and by answers, and what its workers hold."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from helpers.base.formats import pct
from helpers.base.vocabulary import Match, Reason
from helpers.base.words import capital, listed, with_article
from helpers.comparison.facts import ALL, NO_FIGURE, Fact, charted, facts, one
from helpers.comparison.matches import EVERYONE, Line, Onet, cell_fact, line_of, onet_roles, row_of
from helpers.comparison.roles import Comparison
from helpers.sections.answers import answer_facts
from helpers.sections.contract import Section
from helpers.show.blocks import MOST_OPEN, Block, esc
from helpers.show.marks import who
from helpers.show.provenance import number
from helpers.show.tables import data_table
from helpers.tables.outlook import EDUCATION_LEVELS, ENTRY_EDUCATION, JOB_TRAINING, WORK_EXPERIENCE

JUDGED = {
    "entry_education": ("Typical schooling", ENTRY_EDUCATION),
    "work_experience": ("Experience in a related job", WORK_EXPERIENCE),
    "job_training": ("Training on the job", JOB_TRAINING),
}
"""Column of entry_requirements -> its label, and its answers from least to most."""
PHRASES = (
    "no formal schooling",
    "a high school diploma",
    "some college",
    "a certificate after high school",
    "an associate's degree",
    "a bachelor's degree",
    "a master's degree",
    "a doctorate or professional degree",
)
"""How a sentence says `ENTRY_EDUCATION`, in its order."""
SHORT = ("None required", "High school diploma", "Some college", "Certificate", *ENTRY_EDUCATION[4:7], "Doctorate")
"""How a cell says `ENTRY_EDUCATION`, in its order."""
EXPERIENCE = ("", "some experience in a related job", "5 years or more of experience in a related job")
"""How a sentence says `WORK_EXPERIENCE`."""
TRAINING = {
    "None": "none",
    "Internship/residency": "internship or residency",
    "Apprenticeship": "apprenticeship",
    "Short-term on-the-job training": "up to 1 month",
    "Moderate-term on-the-job training": "1 to 12 months",
    "Long-term on-the-job training": "more than 12 months",
}
"""How a cell says `JOB_TRAINING`; the spans are the publisher's."""
HELD = {
    "less_than_high_school_pct": "No diploma",
    "high_school_pct": "High school",
    "some_college_pct": "Some college",
    "associates_pct": "Associate's",
    "bachelors_pct": "Bachelor's",
    "masters_pct": "Master's",
    "doctoral_or_professional_pct": "Doctorate",
}
"""Column of attainment -> the level, as short as a chart wants it."""
_LEVELS = tuple(EDUCATION_LEVELS)
_BELOW = {1: 1, 2: 2, 4: 3, 5: 4, 6: 5, 7: 6}
"""Rank of the typical schooling -> how many of the levels held, from the lowest, are less."""
_ABOVE = {1: 3, 2: 3, 3: 3, 4: 4, 5: 5, 6: 6}
"""Rank of the typical schooling -> from which level held on workers hold more (a degree, below an associate's)."""
WORTH_SAYING = 20.0
"""Percent of workers who hold less, or more, from which on a sentence says so."""
MOST_NAMED = 3
"""Roles of which a sentence says so."""


def entry_facts(c: Comparison) -> pd.DataFrame:
    """Return what getting in takes, a row a role and measure; `kind` says whose word it is and `rank` orders it.

    judged (the publisher of the projections): entry_education, work_experience, job_training. prepared (O*NET):
    job_zone, time_to_learn. asked (people asked by O*NET, the middle answer): required_level, related_experience,
    site_training, job_training_time. held: shares of workers aged 25 and over by level of education, percent, those of
    `ALL` beside them. computed: held_less_pct and held_more_pct than the typical schooling.
    """
    rows: list[Fact] = []
    for (name, onet), code in zip(onet_roles(c).items(), c.codes, strict=True):
        line = line_of(code, "ep")
        rows += [*_judged(name, line), *_prepared(name, onet), *answer_facts(name, onet)]
        rows += [*_held(name, line), *_against_typical(name, line)]
    rows += _held(ALL, Line(Match.EXACT, ((EVERYONE, "All occupations"),)))
    return facts(c.names, rows)


def _judged(name: str, line: Line) -> Iterator[Fact]:
    row = row_of("entry_requirements", "ep_code", line.code) if line.code else None
    for column, (label, order) in JUDGED.items():
        keys = {"kind": "judged", "rank": math.nan}
        if row is None:
            why, detail = line.why or Reason.NOT_GIVEN, line.note or "judged for single occupations, not for a group"
            yield Fact(name, column, label, "text", why=why, detail=detail, keys=keys)
            continue
        words = str(row[column])
        keys["rank"] = float(order.index(words))
        note = f"judged for {int(row['year'])}" + (f"; {line.note}" if line.match != Match.EXACT else "")
        cell = f"entry_requirements/{line.code}/{column}"
        words = "none" if words == "None" else words
        yield Fact(name, column, label, "text", words=words, note=note, cell=cell, keys=keys)


def _prepared(name: str, onet: Onet) -> Iterator[Fact]:
    zone = row_of("job_zones", "onet_code", onet.code) if onet.code else None
    labels = {"job_zone": "Preparation the work needs", "time_to_learn": "Time to learn the work"}
    if zone is None:
        for measure, label in labels.items():
            yield onet.missing(name, measure, label, "text", kind="prepared", rank=math.nan)
        return
    means = row_of("job_zone_meanings", "job_zone", str(zone["job_zone"])) or {}
    keys, cell = {"kind": "prepared", "rank": float(zone["job_zone"])}, f"job_zones/{onet.code}/job_zone"
    words = f"zone {zone['job_zone']} of 5: {means['preparation']} preparation"
    note = f"{means['schooling']}; experience {means['experience']}; learnt in {means['training_time']}"
    yield Fact(name, "job_zone", labels["job_zone"], "text", words=words, note=note, cell=cell, keys=keys)
    learnt = str(means["training_time"])
    yield Fact(name, "time_to_learn", labels["time_to_learn"], "text", words=learnt, note=words, keys=keys, cell="")


def _shares(line: Line) -> dict[str, Any] | None:
    return row_of("attainment", "ep_code", line.code) if line.code else None


def _held(name: str, line: Line) -> Iterator[Fact]:
    row = _shares(line)
    keys = {"kind": "held", "rank": math.nan}
    for rank, (column, level) in enumerate(EDUCATION_LEVELS.items()):
        label = capital(level.removeprefix("a ").removeprefix("an "))
        if row is None:
            why, detail = line.why or Reason.NOT_GIVEN, line.note or "published for single occupations, not for a group"
            yield Fact(name, column, label, "pct", why=why, detail=detail, keys=keys)
            continue
        note, keys = wider(line, row), keys | {"rank": float(rank)}
        yield cell_fact(row, "attainment", line.code, column, role=name, label=label, unit="pct", note=note, keys=keys)


def wider(line: Line, row: Mapping[str, Any]) -> str:
    """Return what makes the shares those of a wider group of workers; empty where they are the occupation's own."""
    notes = [line.note] if line.match != Match.EXACT else []
    if row["quality"] == "parent group":
        notes.append(f"shared with {len(str(row['match_note']).split('; '))} other occupations of one survey group")
    elif row["quality"] == "several":
        notes.append("put together from several groups of the survey")
    return "; ".join(notes)


def _against_typical(name: str, line: Line) -> Iterator[Fact]:
    row = _shares(line)
    judged = row_of("entry_requirements", "ep_code", line.code) if line.code else None
    rank = ENTRY_EDUCATION.index(judged["entry_education"]) if judged else -1
    parts = {
        "held_less_pct": ("Workers who hold less than the typical schooling", _LEVELS[: _BELOW.get(rank, 0)]),
        "held_more_pct": (
            "Workers who hold more than the typical schooling",
            _LEVELS[_ABOVE.get(rank, len(_LEVELS)) :],
        ),
    }
    for measure, (label, columns) in parts.items():
        keys = {"kind": "computed", "rank": float(rank)}
        if row is None or not columns:
            why, detail = (line.why or Reason.NOT_GIVEN, line.note) if row is None else (Reason.NO_MATCH, "")
            detail = detail or "the levels that workers hold do not tell certificates apart"
            yield Fact(name, measure, label, "pct", why=why, detail=detail, keys=keys)
            continue
        total = round(sum(float(row[column]) for column in columns), 1)
        note = "; ".join(filter(None, ["the sum of the shares of those levels", wider(line, row)]))
        yield Fact(name, measure, label, "pct", value=total, note=note, keys=keys)


def held(c: Comparison) -> pd.DataFrame:
    """Return what workers hold for a chart of bars: role, label, note, value (percent), text; may be empty."""
    frame = c.frame(entry)
    frame = frame[(frame["kind"] == "held") & (frame["role"] != ALL)]
    if frame["value"].isna().all():
        return frame.iloc[:0]
    return charted(frame, lambda value: "<1%" if 0 < value < 0.5 else pct(value), label=frame["measure"].map(HELD))


def says(c: Comparison) -> list[str]:
    """Return what getting in typically takes, and where the workers who are in hold less, or more."""
    frame = c.frame(entry)
    known = [name for name in c.names if one(frame, name, "entry_education")["words"]]
    if not known:
        return ["No typical schooling is published for " + listed(list(c.names), "or")]
    if c.one_occupation:
        takes = f"Both titles are counted as one occupation, which usually takes {taken(frame, known[0])}"
        return [takes, *_differ(c, c.names[:1])]
    if len(c.names) > 2:
        return [_several(frame, known)]
    first, *others = sorted(known, key=lambda name: -rank_of(frame, name, "entry_education"))
    if others and taken(frame, first) == taken(frame, others[0]):
        said = _both(f"Both usually ask for {taken(frame, first)}")
    elif any(name == one.occupation for name, one in zip(c.names, c.leading, strict=True)):
        said = _official(frame, known)
    elif others and rank_of(frame, first, "entry_education") == rank_of(frame, others[0], "entry_education"):
        said = _same_schooling(frame, first, others[0])
    else:
        said = f"{capital(with_article(first))} usually needs {taken(frame, first)}"
        said += f"; {with_article(others[0])} {taken(frame, others[0])}" if others else ""
        missing = [name for name in c.names if name not in known]
        said += f"; none is published for {listed(missing)}" if missing else ""
    return [said]


def _official(frame: pd.DataFrame, known: list[str]) -> str:
    """Return what getting in takes where a role goes by the name of its occupation, a plural."""
    return "Typical schooling is " + "; ".join(f"{taken(frame, name)} for {name}" for name in known)


def rank_of(frame: pd.DataFrame, name: str, measure: str) -> float:
    """Return where a role's answer stands among the answers, from least to most; NaN where there is none."""
    return float(one(frame, name, measure)["rank"])


def taken(frame: pd.DataFrame, name: str) -> str:
    """Return what getting in takes as a phrase: `a certificate after high school and some experience ...`."""
    schooling = PHRASES[int(rank_of(frame, name, "entry_education"))]
    experience = EXPERIENCE[int(rank_of(frame, name, "work_experience"))]
    return " and ".join(filter(None, [schooling, experience]))


def _same_schooling(frame: pd.DataFrame, first: str, second: str) -> str:
    """Return how two roles with the same typical schooling differ in the experience asked for."""
    schooling = PHRASES[int(rank_of(frame, first, "entry_education"))]
    more, less = sorted((first, second), key=lambda name: -rank_of(frame, name, "work_experience"))
    also = EXPERIENCE[int(rank_of(frame, more, "work_experience"))]
    if rank_of(frame, less, "work_experience") == 0:
        return _both(f"Both usually ask for {schooling}; {with_article(more)} also for {also}")
    return _both(f"Both usually ask for {schooling}, {with_article(more)} for {also}")


def _both(said: str) -> str:
    return said.replace("Both usually ask for no formal", "Neither usually asks for formal", 1)


def _several(frame: pd.DataFrame, known: list[str]) -> str:
    ranks = {name: rank_of(frame, name, "entry_education") for name in known}
    low, high = min(ranks.values()), max(ranks.values())
    if low == high:
        return f"All usually ask for {PHRASES[int(low)]}"
    ends = [[name for name in known if ranks[name] == end] for end in (low, high)]
    names = [listed(end) if len(end) < 3 else f"{len(end)} roles" for end in ends]
    return f"Typical schooling runs from {PHRASES[int(low)]} ({names[0]}) to {PHRASES[int(high)]} ({names[1]})"


def _differ(c: Comparison, names: list[str] | tuple[str, ...]) -> list[str]:
    """Return one sentence on workers who hold less, or more, than is typical; none where few do or shares are wider."""
    frame = c.frame(entry)
    found: dict[str, str] = {}
    for name in names:
        line = line_of(c.codes[c.names.index(name)], "ep")
        row = _shares(line)
        if row is None or wider(line, row):
            continue
        less, more = (float(one(frame, name, measure)["value"]) for measure in ("held_less_pct", "held_more_pct"))
        degree = rank_of(frame, name, "entry_education") < ENTRY_EDUCATION.index("Associate's degree")
        sides = {"less": less, "a degree" if degree else "more": more}
        word, share = max(sides.items(), key=lambda side: -1.0 if math.isnan(side[1]) else side[1])
        if share >= WORTH_SAYING and len(found) < MOST_NAMED:
            found[f"{share:.0f} of 100 {line.name[:1].lower()}{line.name[1:]}"] = word
    if not found:
        return []
    said = [
        f"{listed([who for who, held_word in found.items() if held_word == word])} hold {word}"
        for word in dict.fromkeys(found.values())
    ]
    return [f"Workers differ from that: {'; '.join(said)}."]


def entry_rows(c: Comparison) -> Block:
    """Return one row a role: schooling, experience, training and time to learn, and what its workers hold.

    Of three roles or more, whose schooling and time stand in the scoreboard, training and what workers hold; of more
    than `MOST_OPEN` to be opened.
    """
    frame, many = c.frame(entry), len(c.names) > 2
    asked = {"entry_education": "schooling", "work_experience": "experience", "job_training": "training on the job"}
    asked = {"job_training": asked["job_training"]} if many else asked | {"time_to_learn": "time to learn"}
    rows = []
    for place, name in enumerate(c.names):
        said = [f"{words} {_shown(one(frame, name, measure))}" for measure, words in asked.items()]
        held = f"workers hold: <b>{esc(held_words(frame, name))}</b>"
        ends = ("<br>", "<br>") if not many else (" ", "; ")
        rows.append(f"<li><b>{who(c.names, place)}</b>{ends[0]}{'; '.join(said)}{ends[1]}{held}")
    title, unit = "What getting in takes", "what is usually asked for, and what workers hold"
    if many:
        title, unit = "Training, and what workers hold", "typical training; the most frequent level of schooling"
    lines = f'<ul class="lines">{"".join(rows)}</ul>'
    if len(c.names) > MOST_OPEN:
        return Block(lines, "table", summary=title)
    return Block(f'<p class="cap">{title}<span class="u">{unit}</span></p>{lines}', "note", column=1)


def held_words(frame: pd.DataFrame, name: str) -> str:
    """Return the level that most workers hold, and how many hold less or more than is typical, where many do."""
    shares = frame[(frame["role"] == name) & (frame["kind"] == "held")].dropna(subset=["value"])
    if shares.empty:
        return NO_FIGURE
    top = shares.sort_values("value", kind="stable").iloc[-1]
    level = HELD[str(top["measure"])]
    said = [f"{level.lower() if top['rank'] < len(HELD) - 4 else level} {pct(float(top['value']))}"]
    degree = rank_of(frame, name, "entry_education") < ENTRY_EDUCATION.index("Associate's degree")
    for measure, words in (("held_less_pct", "less"), ("held_more_pct", "a degree" if degree else "more")):
        share = float(one(frame, name, measure)["value"])
        if share >= WORTH_SAYING:
            said.append(f"{pct(share)} hold {words}")
    return "; ".join(said)


def _shown(row: "pd.Series[Any]") -> str:
    """Return a cell of a role's row: the answer in few words with its passport; why there is none is in the table."""
    if row["why"]:
        return NO_FIGURE
    rank, measure = int(row["rank"]), str(row["measure"])
    shown = str(row["words"])
    if measure == "entry_education":
        shown = SHORT[rank]
    elif measure == "work_experience":
        shown = ("none", "less than 5 years", "5 years or more")[rank]
    elif measure == "job_training":
        shown = TRAINING[JOB_TRAINING[rank]]
    return number(row, shown=shown)


def tabulate(c: Comparison) -> Block:
    """Return every figure on getting in: judged, prepared, asked and held, all workers beside the shares."""
    frame = c.frame(entry)
    by = {(row.measure, row.role): row for row in frame.itertuples()}
    labels = dict(zip(frame["measure"], frame["label"], strict=True))
    rows = []
    for measure, label in labels.items():
        cells = [_figure(by.get((measure, name))) for name in (*c.names, ALL)]
        rows.append([esc(_source_label(str(measure), str(label))), *cells])
    html = data_table("Schooling, experience and training", ["", *c.names, capital(ALL)], rows, csv="entry")
    return Block(html, "table", summary="Show the table")


def _figure(row: Any) -> str:
    """Return a cell of the table: the figure, judged ones with their passport; why there is none; or nothing."""
    if row is None:
        return ""
    if row.why:
        return esc(f"no figure: {row.why}")
    return number(row) if row.kind == "judged" else esc(row.text)


def _source_label(measure: str, label: str) -> str:
    return f"{label}, percent of workers" if measure in EDUCATION_LEVELS else label


entry = Section("entry", "Getting in", entry_facts, says, tabulate)
