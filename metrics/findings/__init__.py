"""What is worth knowing beside the figures, as ranked sentences: nothing here withholds a figure."""

from metrics.findings.ranking import find_findings

__all__ = ["find_findings"]
