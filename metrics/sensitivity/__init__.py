"""Which uncertain input moves the lead time most, so that a room knows what to check first."""

from metrics.sensitivity.tornado import Bar, Sensitivity, tornado

__all__ = ["Bar", "Sensitivity", "tornado"]
