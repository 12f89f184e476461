"""Many pairs: `pairs` lists runs, `store` keeps files, `manifest` knows what is done, `farm` makes, `run` drives."""
