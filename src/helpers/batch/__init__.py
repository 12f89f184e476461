"""Many pairs: `runs` lists and indexes them, `store` keeps files, `run` drives and knows what is done, or `cluster`."""
