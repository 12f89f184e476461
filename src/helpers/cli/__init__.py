"""The command `rolepair`, a thin skin: one module a group of commands."""
