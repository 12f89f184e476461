"""Many pairs: `runs` lists them, `store` keeps files, `manifest` knows what is done, `run` drives, also a `cluster`."""
