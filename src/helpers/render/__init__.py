"""Notebooks to pages: `engine` runs one, `reports` makes its page, `pool` makes many, `index` and `pdf` come after."""
