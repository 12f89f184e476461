"""Education and training in sentences: what workers hold, what is typical for entry, what is asked for."""

from helpers import charts
from helpers.comparison import Comparison
from helpers.comparison.education import most_common_level, survey_group, survey_period
from helpers.comparison.training import answers, asked_codes, band, interval_of
from helpers.present import Col, Html, callout, details, figure, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.record_tables import beside_all, in_words
from helpers.prose.words import named, opening


@guarded
def education_section(comparison: Comparison) -> Html:
    """Return the three kinds of figure one after the other, each under its own heading."""
    record, names = comparison.record, comparison.names
    return show(
        Html("<h3>What workers hold</h3>"),
        *(_held(comparison, side) for side in "ab"),
        _chart(comparison),
        beside_all(
            record.attainment,
            names,
            caption=f"Highest level of education of workers aged 25 and over, percent, {survey_period()}",
            label="Level",
            notes=False,
        ),
        Html("<h3>What is judged typical for entry</h3>"),
        in_words(record.requirements, names, caption="Typical entry, as the projections judge it"),
        Html("<h3>What workers say is asked for</h3>"),
        sentences(
            "The middle answer is the band in which the answers, counted from the lowest, reach half. Samples are"
            " small: the interval is that of the answer given most often."
        ),
        in_words(record.training, names, caption="Education, experience and training asked for, by O*NET"),
        *(_answers(comparison, side) for side in "ab"),
    )


def _held(comparison: Comparison, side: str) -> Html:
    code, name = comparison.codes["ab".index(side)], comparison.names["ab".index(side)]
    fact = most_common_level(code)
    if not fact.given:
        return callout(f"No shares for {named(name)}: {fact.reason}.", kind="missing")
    group = survey_group(code)
    level = fact.text[:1].lower() + fact.text[1:]
    return sentences(
        f"{opening(name)}: the most common level among workers aged 25 and over is {level}.",
        f"The shares are those of {group}." if group else "",
    )


def _chart(comparison: Comparison) -> Html:
    frame = comparison.record.attainment
    typical = comparison.record.requirements.set_index("measure").loc["entry_education"]
    tags = {
        f"tag_{side}": ["typical for entry" if label == typical[f"text_{side}"] else "" for label in frame["label"]]
        for side in "ab"
    }
    frame = frame.assign(**tags)
    if frame[["value_a", "value_b"]].isna().all(axis=None):
        return Html("")
    return figure(
        charts.education_steps(frame, comparison.names, level="label", axis="percent of workers aged 25 and over"),
        alt=charts.education_steps_alt(
            frame, comparison.names, level="label", axis="percent of workers aged 25 and over"
        ),
    )


def _answers(comparison: Comparison, side: str) -> Html:
    """Return every answer on one side with its error, code by code, each behind a line that opens it."""
    place = "ab".index(side)
    under = asked_codes(comparison.codes[place], comparison.record.stand_ins[place])
    return show(*(_answers_on(code, name) for code, name in under.items()))


def _answers_on(code: str, name: str) -> Html:
    frame = answers(code)
    frame = frame[frame["share_pct"] > 0].reset_index(drop=True)
    if frame.empty:
        return Html("")
    frame["answer"] = [band(str(category)) for category in frame["category_name"]]
    frame["interval"] = [interval_of(row).removeprefix(", 95% interval ") for row in frame.to_dict("records")]
    frame["why"] = frame["missing_reason"].where(frame["missing_reason"] != "", "not published")
    frame["flag"] = frame["suppress"].map({True: "O*NET advises against using it: too imprecise", False: ""})
    columns = [
        Col("question", "Question", header=True, long=True),
        Col("answer", "Answer", long=True),
        Col("share_pct", "Share", format="pct", note="flag", cell="cell"),
        Col("standard_error", "Standard error, points", format="score", reason="why"),
        Col("interval", "95% interval", reason="why"),
        Col("n", "Asked", format="people", reason="why"),
    ]
    shown = table(frame, columns, caption=f"Answers about {name} ({code}): every one that someone gave, with its error")
    return details(f"All answers about {name} ({code}), with their errors", shown, in_print=False)
