"""One to eight roles: what is compared, facts in tidy frames, and how other lists are joined."""
