"""The guards of an experiment or a campaign: the series that must not suffer meanwhile."""

from collections.abc import Sequence

from experiments.models import Campaign, Experiment, GuardMetric, Series


def write_guards(of: Experiment | Campaign, guards: Sequence[Series]) -> None:
    """Let these series and no others guard it."""
    of.guards.exclude(series__in=guards).delete()
    known = set(of.guards.values_list("series", flat=True))
    GuardMetric.objects.bulk_create(
        GuardMetric(series=series, **{str(of._meta.model_name): of}) for series in guards if series.pk not in known
    )
