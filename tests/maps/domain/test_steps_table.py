"""Tables of steps as people have them: from spreadsheets, CSV files and documents."""

import pytest

from maps.domain.append_steps import chain_end, edits_to_append
from maps.domain.elements import Elements, Reading
from maps.domain.plan import plan_edits
from maps.domain.steps_table import ROW_LIMIT, TEXT_LIMIT, StepsTable, read_steps_table
from metrics import Calendar
from workshops.errors import InvalidInput

READING = Reading(Calendar(), "estimate")
HOUR, DAY = 3600, 8 * 3600


def read(text: str) -> StepsTable:
    return read_steps_table(text, reading=READING)


def values(text: str) -> list[dict[str, object]]:
    """Return the rows with bare values instead of quantities; the table must have no problems."""
    table = read(text)
    assert table.problems == []
    return [
        {name: value["value"] if isinstance(value, dict) else value for name, value in row.items()}
        for row in table.rows
    ]


DESIGN = {"name": "Design", "wait_time": 3 * DAY, "process_time": DAY, "complete_accurate": 0.8, "people": 2}
BUILD = {"name": "Build", "wait_time": 4 * DAY, "process_time": 5 * HOUR}


@pytest.mark.parametrize(
    "text",
    [
        "Design\t3d\t1d\t80%\t2\nBuild\t4d\t5h\t\t",
        "Design\t3d\t1d\t80%\t2\r\nBuild\t4d\t5h\r\n\r\n",
        "Step\tWait\tWork\t%C/A\tPeople\nDesign\t3d\t1d\t80%\t2\nBuild\t4d\t5h\t-\tn/a",
        "People\tActivity\tProcess time\tWait time\tC&A\n2\tDesign\t1d\t3d\t0.8\n\tBuild\t5h\t4d\t",
        "\ufeffstep,wait (d),work [h],quality,staff\nDesign,3,8,80,2\nBuild,4,5,,?",
        'name;waiting time;touch time;%C/A;workers\n"Design";3 days;8 hours;0,8;2 people\n"Build";"4 days";5 hrs;;',
        "| Step | Wait | PT | %C&A | FTE |\n|:--|--:|---|:-:|---|\n| Design | 3d | 1d | 80 % | 2 |\n"
        "| Build | 4d | 5h | | |",
        "Step | Wait in days | Work in hours | C/A | People\n---|---|---|---|---\nDesign | 3 | 8 | 80% | 2\n"
        "Build | 4 | 5 | | ",
        "What\tWaiting\tDuration\tFPY\tHeadcount\n\n  Design \t 3d\t1d\t80%\t2.0\n\t\t\t\t\nBuild\t32h\t300m\t\t",
    ],
)
def test_the_same_two_steps_in_the_ways_people_write_them(text: str) -> None:
    assert values(text) == [DESIGN, BUILD]


def test_every_field_that_a_header_can_name() -> None:
    header = "Step\tWho\tWait\tCycle time\t%C/A\tStaff\tBatch size\tHand-offs\tUptime\tVA/NVA"
    assert values(f"{header}\nWeld\tShop\t1h\t45 s\t1\t1\t10\t0\t90%\tNon-value-adding") == [
        {
            "name": "Weld",
            "role": "Shop",
            "wait_time": HOUR,
            "process_time": 45,
            "complete_accurate": 1,
            "people": 1,
            "batch_size": 10,
            "handoffs": 0,
            "uptime": 0.9,
            "value_class": "waste",
        }
    ]


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        ("1 day 4 hours", {"value": DAY + 4 * HOUR}),
        ("2 hours and 30 minutes", {"value": 2.5 * HOUR}),
        ("1,5h", {"value": 1.5 * HOUR}),
        ("4h-8h", {"value": 6 * HOUR, "low": 4 * HOUR, "high": 8 * HOUR}),
        ("1 to 3 days", {"value": 2 * DAY, "low": DAY, "high": 3 * DAY}),
        ("2 – 4 wks", {"value": 15 * DAY, "low": 10 * DAY, "high": 20 * DAY}),
        ("0", {"value": 0}),
    ],
)
def test_times_as_people_type_them(cell: str, quantity: dict[str, float]) -> None:
    table = read(f"Step\tWait\nDesign\t{cell}")
    assert table.problems == []
    assert table.rows[0]["wait_time"] == {**quantity, "source": "estimate"}


@pytest.mark.parametrize(
    ("cell", "share"),
    [("80%", 0.8), ("80 %", 0.8), ("0.8", 0.8), ("0,8", 0.8), ("80", 0.8), ("1", 1), ("100", 1), ("0", 0)],
)
def test_shares_as_people_type_them(cell: str, share: float) -> None:
    assert values(f"Step\t%C/A\nDesign\t{cell}") == [{"name": "Design", "complete_accurate": share}]


def test_a_list_of_names_is_a_table_of_one_column() -> None:
    assert values("Design, and review\nBuild\n\nShip it") == [
        {"name": "Design, and review"},
        {"name": "Build"},
        {"name": "Ship it"},
    ]


def test_a_step_that_is_called_like_a_header_is_a_step() -> None:
    assert [row["name"] for row in values("Process\t3d\nQuality\t1d")] == ["Process", "Quality"]


def test_quotes_of_csv_hold_cells_together_and_other_quotes_are_text() -> None:
    assert values('step,wait\n"Design, ""again""",1h\n"Two\nlines",2h') == [
        {"name": 'Design, "again"', "wait_time": HOUR},
        {"name": "Two lines", "wait_time": 2 * HOUR},
    ]
    assert values('Cut 12" pipe\t1h\n"Weld\t2h')[1]["name"] == '"Weld'
    assert values("| Step |\n|---|\n| A \\| B |") == [{"name": "A | B"}]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ["text"]),
        (" \n\t\n", ["text"]),
        ("Step\tWait", ["line 1"]),
        ("Step\tWait\nDesign\t5", ["line 2, Wait"]),
        ("Step\tWait\nDesign\tsoon\n\t1h\nBuild\t1h", ["line 2, Wait", "line 3, Step"]),
        ("Step\tPeople\tBatch\tValue\nDesign\t0\t1.5\tperhaps", ["line 2, People", "line 2, Batch", "line 2, Value"]),
        ("Step\t%C/A\nDesign\t180%", ["line 2, %C/A"]),
        ("Design\t1h\t2h\t80%\t2\tsurplus", ["line 1"]),
        ("Wait\tStep\n1h", ["line 2"]),
        ('Step\tWait\n"Two\nlines"\tsoon\nBuild\tsoon', ["line 2, Wait", "line 4, Wait"]),
        ("x" * 201, ["line 1, name"]),
    ],
)
def test_every_problem_has_its_line_and_column(text: str, places: list[str]) -> None:
    table = read(text)
    assert [problem.place for problem in table.problems] == places
    assert all(problem.sentence.endswith(".") for problem in table.problems)


def test_columns_that_no_step_has_are_named() -> None:
    table = read("Step\tComment\tWait\tWait\nDesign\tnice\t1h\t2h")
    assert (table.ignored, table.rows[0]["wait_time"]["value"]) == (["Comment", "Wait"], HOUR)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read("x" * (TEXT_LIMIT + 1))
    with pytest.raises(InvalidInput):
        read("Design\n" * (ROW_LIMIT + 1))
    assert len(read("Design\n" * ROW_LIMIT).rows) == ROW_LIMIT


def node(kind: str = "step", x: float = 0, y: float = 0, **fields: object) -> dict[str, object]:
    return {"kind": kind, "name": "Node", "x": x, "y": y, **fields}


def flow(source: str, target: str, kind: str = "push") -> dict[str, object]:
    return {"kind": "flow", "flow": kind, "source": source, "target": target}


@pytest.mark.parametrize(
    ("elements", "end"),
    [
        ({}, None),
        ({"a": node()}, "a"),
        ({"a": node(), "b": node()}, None),
        ({"a": node(), "b": node(), "f": flow("a", "b")}, "b"),
        ({"a": node(), "b": node(), "f": flow("a", "b"), "loose": node()}, "b"),
        ({"a": node(), "b": node(), "c": node(), "f": flow("a", "b"), "g": flow("a", "c")}, None),
        ({"a": node(), "b": node(), "f": flow("a", "b"), "r": flow("b", "a", "rework")}, "b"),
        ({"a": node(), "b": node(), "f": flow("a", "b"), "i": flow("b", "a", "information_manual")}, "b"),
        ({"a": node(), "q": node("queue"), "f": flow("a", "q")}, "q"),
        ({"a": node(), "q": node("queue", counts_only=True)}, "a"),
        ({"a": node(), "n": {"kind": "note", "note": "idea", "x": 0, "y": 0}}, "a"),
    ],
)
def test_the_chain_continues_only_where_there_is_one_end(elements: Elements, end: str | None) -> None:
    assert chain_end(elements) == end


def test_appended_steps_stand_right_of_everything_and_can_be_planned() -> None:
    elements: Elements = {
        "a": node(x=100, y=40),
        "b": node(x=300, y=60),
        "f": flow("a", "b"),
        "n": {"kind": "note", "note": "idea", "x": 900, "y": -50},
    }
    edits = edits_to_append(elements, [{"name": "C"}, {"name": "D"}], ids=["c", "bc", "d", "cd"])
    changes = plan_edits(elements, edits, reading=READING).changes
    after = {element_id: change["after"] for element_id, change in changes.items()}
    assert after == {
        "c": {"kind": "step", "name": "C", "x": 1140, "y": 60},
        "bc": flow("b", "c"),
        "d": {"kind": "step", "name": "D", "x": 1380, "y": 60},
        "cd": flow("c", "d"),
    }


def test_on_an_empty_map_the_first_step_has_nothing_before_it() -> None:
    edits = edits_to_append({}, [{"name": "C"}, {"name": "D"}], ids=["c", "bc", "d", "cd"])
    assert [edit["id"] for edit in edits] == ["c", "d", "cd"]
    assert (edits[0]["element"]["x"], edits[0]["element"]["y"]) == (0, 0)
