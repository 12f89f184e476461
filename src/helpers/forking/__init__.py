"""Warm rendering: the packages and tables are loaded once, and every report runs in a fork of that process.

- `children`: one forked process under limits of time and memory, its messages, and how it ended.
- `shell`: the IPython shell that runs cells in it; `notebooks`: its messages to a notebook's outputs.
- `server`: the warm parent as a process of its own, for callers that must not fork themselves.
"""
