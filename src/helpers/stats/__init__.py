"""The statistics behind every comparison: pure functions on numbers, arrays and frames; nothing here reads a table.

Figures are frames with `value`, `error_pct` (published relative standard error), `bound` (lower limit of a top-coded
figure, whose value is missing), `why` (a `Reason` where there is neither) and, where said, `jobs`; one row a place,
sector or measure, the two sides joined by their index. A gap is the second side minus the first. Enum columns hold the
words of `base.vocabulary`, ordered ones as categories (`VERDICTS`, `HEADLINES`). Each `why` is empty or a `Reason`.
A bound that decides has the verdict of the least gap it allows and `bounded`; "at least {x} %" is the end of the
interval nearer 0 (`low_pct` where B is higher), the other end is infinite. Rows of a table are judged by
`compare_family`, never by `compare_means`.

means (methods 1, 2, 4)
    figures(value, error_pct, *, bound, why, jobs, index) -> frame of figures out of numbers or arrays
    compare_means(a, b) -> one gap on its own: gap, gap_se, gap_low, gap_high, gap_pct, low_pct, high_pct, p, verdict,
        sign, bounded, hangs_on_rounding, thin, why, why_side
    compare_family(a, b) -> a table's rows judged together: gap, gap_pct, low_pct, high_pct, p, q, verdict, sign,
        bounded, thin, why, why_side
    tally(family) -> Tally: higher, lower, none, left_open, not_compared, small, unsure, meaningful, z, compared
    classify(gaps, steps_a, steps_b) -> headline, steps ('-++++'), median_gap_pct, medians_apart, medians_same
    benjamini_hochberg(p) -> adjusted p; family_z(compared, selected) -> z_R
    household_remark(weekly_a, weekly_b, median_a, median_b, match_a, match_b) -> whether the remark stands (method 11)
rankings (methods 2, 3)
    best_places(places, *, nation, expected) -> Best: eligible (value, bounded, error_pct, jobs, p, in_set), higher
        (value, jobs, why), listed, published, withheld, bounded, complete, why, names
    rank_interval(places, place) -> Rank by sampling error: rank, low, high, of, distance, why
odds (method 5)
    compare_odds(steps_a, steps_b, *, why_a, why_b) -> low, point, high, sign, sure, words, why, why_side
    odds_bounds(steps_a, steps_b) -> low, high; odds_point(steps_a, steps_b) -> point
percentiles
    pay_at(steps, percentile), percentile_of(steps, pay) -> Reading: value, why
decomposition (method 6)
    decompose(a, b, nation_a, nation_b) -> Decomposition: gap, mix, mix_se, within, within_se, rest, cells, covered_a,
        covered_b, why; a nation is Nation(value, error_pct, jobs)
    place_lever(areas, nation), sector_lever(sectors, nation) -> Lever: value, gap, gap_pct, at_least, place, eligible,
        covered, why, clear
projections (method 7)
    openings(lines) -> exits, transfers, growth, openings, a year per 1,000 jobs
    growth_classes(growth_pct, *, all_jobs_pct) -> categories (`GROWTH`); yardstick(projected_pct, actual_pct) -> points
    growth_differs(growth_a_pct, growth_b_pct, *, all_jobs_pct, points) -> 1 where B is called faster, -1 where A is, 0
ratings (method 8)
    compare_ratings(a, b) -> value_a, value_b, difference, error, t, p, q, sign, why, why_side
    level_gap(levels, importance_b) -> LevelGap: total, clear, clear_elements, compared, why
    distances(importance_a, level_a, importance_b, level_b) -> distance over the last axis, its elements
    closeness(distance, ranked), closeness_on_scale(distance, values, percentiles) -> percentile; LADDER of known pairs
payback (method 9)
    payback(median_a, p25_b, median_b, *, entry_a, entry_b) -> rows p25 and median: school_years, given_up, more,
        most_5, most_10, back_years
    school_years(entry_a, entry_b); annuity(years); most_it_may_cost(more, years); years_to_recover(amount, more)
exposure (method 10)
    use_percentiles(scores); task_order(people_a, model_a, people_b, model_b); use_order(percentile_a, percentile_b)
    exposure_order(tasks, use) -> order (`ORDERS`), sign
transitions (method 13)
    Hops.of(related, occupations); .refusal(start, goal) -> why no direct hop; .way(start, goal) -> Way: codes, hops
        (start, end, listed_by, rank, zone_change, pay_change_pct), why; .reached(hops) -> square of flags
"""
