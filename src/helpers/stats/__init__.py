"""The statistics behind every comparison: pure functions on numbers, arrays and frames; nothing here reads a table.

Figures are frames with `value`, `error_pct` (published relative standard error), `bound` (lower limit of a top-coded
figure, whose value is missing), `why` (a `Reason` where there is neither) and, where said, `jobs`; one row a place,
sector or measure, the two sides joined by their index. A gap is the second side minus the first. Enum columns hold the
words of `base.vocabulary`, ordered ones as categories (`VERDICTS`, `HEADLINES`). Each `why` is empty or a `Reason`.
A bound that decides has the verdict of the least gap it allows and `bounded`; "at least {x} %" is the end of the
interval nearer 0 (`low_pct` where B is higher), the other end is infinite. Rows of a table are judged by
`compare_family`, never by `compare_means`.

Each module is one method: `means` (1, 2, 4, 11), `rankings` (2, 3), `percentiles` (5), `decomposition` (6),
`projections` (7), `ratings` and `similarity` (8), `payback` (9), `exposure` (10), `transitions` (13), `weighting` (of
several roles); its functions say what columns they take and return.
"""
