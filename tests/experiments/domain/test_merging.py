"""Two people who write one form: nobody's words are lost."""

from hypothesis import given
from hypothesis import strategies as st

from experiments.forms.merging import merge

FIELDS = ("change", "percent", "owner", "guards")
values = st.sampled_from(["", "a", "b", "c"])
forms = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


def test_each_keeps_what_only_they_changed() -> None:
    base = {"change": "slots", "percent": "50", "owner": ""}
    merged = merge(base=base, mine={**base, "percent": "30"}, now={**base, "owner": "Ben"})
    assert merged.values == {"change": "slots", "percent": "30", "owner": "Ben"}
    assert (merged.clashes, merged.theirs) == ((), ("owner",))


def test_where_both_changed_mine_stands_and_is_named() -> None:
    base = {"change": "slots"}
    merged = merge(base=base, mine={"change": "a calendar"}, now={"change": "a queue"})
    assert (merged.values, merged.clashes) == ({"change": "a calendar"}, ("change",))


@given(base=forms, mine=forms, now=forms)
def test_no_change_is_lost(base: dict[str, str], mine: dict[str, str], now: dict[str, str]) -> None:
    merged = merge(base=base, mine=mine, now=now)
    for name in FIELDS:
        mine_changed, theirs_changed = mine[name] != base[name], now[name] != base[name]
        assert merged.values[name] == (mine[name] if mine_changed or not theirs_changed else now[name])
        assert (name in merged.theirs) == (theirs_changed and not mine_changed)
        assert (name in merged.clashes) == (mine_changed and theirs_changed and mine[name] != now[name])


@given(base=forms, mine=forms)
def test_whom_nobody_disturbed_keeps_everything(base: dict[str, str], mine: dict[str, str]) -> None:
    merged = merge(base=base, mine=mine, now=base)
    assert (merged.values, merged.clashes, merged.theirs) == (mine, (), ())
