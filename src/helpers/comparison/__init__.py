"""Two roles to one `Comparison`: tidy frames with value, unit, verdict and source cell, or the reason it is missing."""

from helpers.comparison.compare import Comparison, Settings, compare

__all__ = ["Comparison", "Settings", "compare"]
