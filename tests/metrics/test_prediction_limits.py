"""WIP limits in a what-if: what they mean, and what they cannot do."""

from tests.metrics.build import stated
from tests.metrics.what_if import line, wait_of, what_if


def test_a_wip_limit_says_what_it_means_and_what_it_cannot_do() -> None:
    prediction = what_if(line(), wip_limit=6)
    assert prediction.waits == ()
    assert prediction.predicted.lead_time_s == prediction.today.lead_time_s
    (note,) = prediction.notes
    assert note.startswith("A limit of 6 items in “Test” means at most 1.5 d in it at 4 a day (Little's law).")
    assert "makes nobody faster" in note


def test_nobody_works_on_what_a_limit_does_not_let_in() -> None:
    limited = what_if(line(people=3), wip_limit=1)
    fewer = what_if(line(people=3), people=stated(1))
    assert wait_of(limited).predicted_s == wait_of(fewer).predicted_s
    assert limited.predicted.throughput_per_day == fewer.predicted.throughput_per_day


def test_a_limit_that_is_lifted_is_said() -> None:
    assert "Without its WIP limit" in what_if(line(wip_limit=2), wip_limit=None).notes[0]


def test_what_a_limit_means_needs_the_demand() -> None:
    sketch = line()
    sketch.charter.clear()
    assert what_if(sketch, wip_limit=1).notes == (
        "What a limit of 1 item in “Test” means in time needs the demand and how often items come.",
    )
