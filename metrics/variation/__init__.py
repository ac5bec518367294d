"""Variation: which differences between readings mean something, by XmR charts, and what targets are worth."""

from metrics.variation.chart import ChartPoint, Signal, XmrChart, xmr_chart
from metrics.variation.limits import Limits, moving_ranges, process_limits
from metrics.variation.readings import Better, Measure, Reading, SegmentStart, Target
from metrics.variation.segments import Segment
from metrics.variation.signals import Rule, Side
from metrics.variation.verdicts import Change, Direction, TargetVerdict, Verdict

__all__ = [
    "Better",
    "Change",
    "ChartPoint",
    "Direction",
    "Limits",
    "Measure",
    "Reading",
    "Rule",
    "Segment",
    "SegmentStart",
    "Side",
    "Signal",
    "Target",
    "TargetVerdict",
    "Verdict",
    "XmrChart",
    "moving_ranges",
    "process_limits",
    "xmr_chart",
]
