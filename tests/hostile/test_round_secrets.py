"""Nobody learns what another writes in a round before the reveal, nor ever who wrote an anonymous entry.

Proved in three ways. What can be recognised (texts, odd numbers) is searched in every frame, answer, page, export and
line of the log. What cannot (a dot, a score) must make no difference: everything that others can read is the same,
whoever of two people says the one thing and whoever the other. And of an anonymous round that was revealed, no row of
the database leads from an entry to a person, nor do its place, its transaction or its order tell who wrote first.
"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from facilitation.commands.entries import save_entry, take_part
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import open_round, prepare_round
from facilitation.models import Entry, Round, TakingPart
from maps.commands.edit import submit
from maps.models import Map
from reviews.commands.documents import request_document
from reviews.commands.leases import claim_job
from reviews.commands.rendering import render_job
from reviews.commands.states import save_state
from reviews.models import RenderJob
from tests.cast import Cast, Person, cookie_of, make_cast
from tests.conftest import Server
from tests.hostile.surface import ABOUT_THE_PROCESS, addresses, surface
from workshops.commands.people import add_participant
from workshops.models import Participant, Role, User

STEPS = {
    "build": {"kind": "step", "name": "Build", "x": 0, "y": 0, "wait_time": "1d", "process_time": "2d"},
    "test": {"kind": "step", "name": "Staging test", "x": 240, "y": 0, "wait_time": "8d", "process_time": "1d"},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
}
# Every kind of round, named and anonymous where both can be.
ASKED = [
    ("notes", True, {}),
    ("notes", False, {}),
    ("estimates", True, {}),
    ("estimates", False, {}),
    ("votes", True, {"dots": 2, "stackable": True}),
    ("votes", False, {"dots": 2, "stackable": True}),
    ("effort", True, {}),
    ("constraint", True, {}),
    ("constraint", False, {}),
]
AUTHORS = ("ana", "ben", "mia")
# The authors and somebody who only reads; what strangers are answered is searched as well, and never about a round.
READERS = ("ana", "ben", "mia", "vic")
FORMATS = ("vsm.json", "csv", "svg")
HEARING_S = 3.0


def says(kind: str, author: str, number: int) -> list[dict[str, Any]]:
    """Return what this author says in the round of this number, told from everybody else's where it can be."""
    mark, first = f"secret-of-{author}-{number}", author == "ben"
    statements: dict[str, list[dict[str, Any]]] = {
        "notes": [{"text": f"{mark} it hurts", "about": "test"}],
        "estimates": [{"element": "test", "field": "wait_time", "value": f"{estimate_s(author, number)}s"}],
        "votes": [{"target": "build" if first else "test", "dots": 2}],
        "effort": [{"element": "test", "customer": 5 if first else 1, "worker": 1 if first else 4}],
        "constraint": [{"element": "build" if first else "test", "why": f"{mark} because"}],
    }
    return statements[kind]


def estimate_s(author: str, number: int) -> int:
    return 73_100_310_017 + 1_000_003 * AUTHORS.index(author) + number * 101


def marks_of(author: str, number: int) -> list[str]:
    """Return by what the author's entry would be recognised: texts, numbers, the key and its hash."""
    return [f"secret-of-{author}-{number} ", str(estimate_s(author, number)), key_of(author, number)]


def key_of(author: str, number: int) -> str:
    return f"key-of-{author}-{number}-" + "k" * 32


class Site:
    """The cast with a round of every kind open at once, on a real server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cast: Cast = make_cast()
        cache.clear()
        # Whoever runs the site has no other way in than everybody.
        User.objects.filter(pk__in=[self.cast.ana.user_id, self.cast.stan.pk]).update(is_staff=True, is_superuser=True)
        edits = [{"do": "add", "id": key, "element": element} for key, element in STEPS.items()]
        submit(map_id=self.cast.map.id, actor=self.cast.ana, op_id="begin", edits=edits)
        self.rounds = [
            opened(self.cast.ana, self.cast.map, kind, anonymous, options) for kind, anonymous, options in ASKED
        ]
        # Each request says by its own header who it is.
        self.browser = httpx.Client(base_url=server.base_url, timeout=60)
        self.cookies = {name: cookie_of(person) for name, person in self.people.items()}

    @property
    def people(self) -> dict[str, Person | None]:
        named: dict[str, Person | None] = {"nobody": None, "stan": self.cast.stan}
        return named | {person.name.lower(): person for person in self.cast.participants}

    def write(self, author: str, number: int, contribution: list[dict[str, Any]]) -> None:
        """Write over REST as the author's browser does."""
        token = "t" * 32
        headers = {
            "Cookie": f"{self.cookies[author]}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
            "Origin": self.server.origin,
            "X-Round-Key": key_of(author, number),
        }
        address = f"/api/rounds/{self.rounds[number].id}"
        for path, body in (("mine", {"contribution": contribution}), ("part", {"done": True})):
            answer = self.browser.put(f"{address}/{path}/", json=body, headers=headers)
            assert answer.status_code < 300, answer.text

    def write_everything(self, whose: dict[str, str] | None = None) -> None:
        """Let every author write in every round; `whose` says whose words they use instead of their own."""
        for number, (kind, _, _) in enumerate(ASKED):
            for author in AUTHORS:
                self.write(author, number, says(kind, (whose or {}).get(author, author), number))

    def addresses(self) -> list[str]:
        """Return every address, about things that exist; those of rounds once for each round."""
        things: dict[str, object] = {
            "workshop_id": self.cast.workshop.id,
            "map_id": self.cast.map.id,
            "participant_id": self.cast.mia.id,
            "state_id": RenderJob.objects.earliest("created_at").saved_state_id,
            "seq": self.cast.map.head_seq,
            "element_id": "test",
        }
        found = set(addresses(things))
        for of in self.rounds:
            found |= set(addresses(things | {"round_id": of.id}))
        for job in RenderJob.objects.all():
            found |= set(addresses(things | {"document_id": job.id}))
        return sorted(found)

    def render_documents(self) -> None:
        """Save a state and make its documents, as a worker does."""
        state = save_state(actor=self.cast.ana, map_id=self.cast.map.id, name=f"State {uuid4()}")
        for kind in FORMATS:
            job = request_document(actor=self.cast.ana, saved_state_id=state.id, format=kind)
            lease = claim_job(job.id)
            assert lease is not None
            render_job(lease)


def opened(actor: Participant, on: Map, kind: str, anonymous: bool, options: dict[str, Any]) -> Round:
    made = prepare_round(
        actor=actor,
        map_id=on.id,
        kind=kind,
        prompt="What do you see?",
        is_anonymous=anonymous,
        options=options,
        round_id=uuid4(),
    )
    return open_round(actor=actor, round_id=made.id, minutes=60)


@pytest.fixture
def site(server: Server) -> Iterator[Site]:
    site = Site(server)
    with site.browser:
        yield site


@contextmanager
def listening(site: Site) -> Iterator[dict[str, list[str]]]:
    """Yield what the socket of every person on the map hears from now on; complete once the block has ended."""
    heard: dict[str, list[str]] = {}
    address = f"{site.server.socket_url}/ws/maps/{site.cast.map.id}/"
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        sockets = {}
        for person in site.cast.participants:
            name = person.name.lower()
            headers = {"Cookie": site.cookies[name]}
            sockets[name] = stack.enter_context(
                connect(address, origin=Origin(site.server.origin), additional_headers=headers, max_size=None)
            )
            sockets[name].send('{"t":"hello","protocol":1,"last_seq":null}')
            heard[name] = [str(sockets[name].recv(timeout=60))]
        readings = [pool.submit(hear, socket, heard[name]) for name, socket in sockets.items()]
        yield heard
        # Whoever comes now is told everything there is to tell.
        with connect(
            address, origin=Origin(site.server.origin), additional_headers={"Cookie": site.cookies["vic"]}
        ) as late:
            late.send('{"t":"hello","protocol":1,"last_seq":null}')
            heard["late"] = [str(late.recv(timeout=60))]
            hear(late, heard["late"], quiet_s=HEARING_S)
        for socket in sockets.values():
            socket.close()
        for reading in readings:
            reading.result(timeout=60)


def hear(socket: ClientConnection, into: list[str], *, quiet_s: float | None = None) -> None:
    """Take in every frame until the socket is closed, or nothing has come for so long."""
    try:
        while True:
            into.append(str(socket.recv(timeout=quiet_s)))
    except (TimeoutError, ConnectionClosed):
        return


# ------------------------------------------------------------------------------------------- before the reveal


def test_nothing_that_somebody_wrote_is_readable_for_anybody_else(site: Site) -> None:
    begun = site.server.log.stat().st_size
    with listening(site) as frames:
        site.write_everything()
        site.render_documents()
    read = surface(site.people, site.addresses())
    log = site.server.log.read_bytes()[begun:].decode(errors="replace")

    assert len(read) > 7 * 150
    told = {name: "\n".join(texts) for name, texts in frames.items()}
    assert all('"facilitation"' in text and '"done":3' in text for text in told.values())
    seen_own = 0
    for number in range(len(ASKED)):
        for author in AUTHORS:
            for mark in marks_of(author, number):
                assert not [name for name, text in told.items() if mark in text]
                assert mark not in log
                readers = [(name, address) for (name, address), text in read.items() if mark in text]
                mine = (author, f"/api/rounds/{site.rounds[number].id}/mine/")
                assert set(readers) <= {mine}
                seen_own += len(readers)
    # The search finds what is there: authors of named rounds read their own notes, estimates and reasons.
    assert seen_own == len(AUTHORS) * 3


def test_whoever_says_the_one_and_whoever_the_other_nobody_else_reads_a_difference(site: Site) -> None:
    site.write_everything()
    site.render_documents()
    # What machines ask about the process counts requests.
    at = [address for address in site.addresses() if address not in ABOUT_THE_PROCESS]
    people = {name: person for name, person in site.people.items() if name in READERS}
    before = surface(people, at)
    with listening(site) as frames:
        site.write_everything(whose={"ben": "mia", "mia": "ben"})
    after = surface(people, at)
    own = {
        (author, f"/api/rounds/{of.id}/mine/") for author in ("ben", "mia") for of in site.rounds if not of.is_anonymous
    }
    changed = {where for where in before if before[where] != after[where]}
    # It would be seen if something were shown: the authors themselves read what they have changed.
    assert changed == own
    # Nobody's screen is told that anything was written.
    for name, texts in frames.items():
        assert {json.loads(text)["t"] for text in texts} <= {"welcome", "presence", "metrics"}, name


def test_the_log_does_not_say_who_writes_in_a_round_nor_the_audit_that_anybody_does(site: Site) -> None:
    begun = site.server.log.stat().st_size
    site.write_everything()
    lines = site.server.log.read_bytes()[begun:].decode(errors="replace").splitlines()
    about = [line for line in lines if "/api/rounds/" in line]
    assert len(about) >= 2 * len(ASKED) * len(AUTHORS)
    for person in site.cast.participants:
        who = re.compile(rf"{person.id}|user_id=\"?{person.user_id}\b|\b{person.name}\b")
        assert not [line for line in about if who.search(line)]
    acts = surface({"ana": site.cast.ana}, [f"/api/workshops/{site.cast.workshop.id}/audit/"])
    (text,) = acts.values()
    assert "open_round" in text
    assert not {"Ben", "Mia"} & {entry["actor"] for entry in json.loads(text[text.index("{") :])["results"]} - {"Ana"}


def test_there_is_no_admin_site(site: Site) -> None:
    assert not apps.is_installed("django.contrib.admin")
    read = surface({"ana": site.cast.ana}, ["/admin/", "/admin/facilitation/entry/", "/api/admin/"])
    assert {text[:3] for text in read.values()} == {"404"}


# -------------------------------------------------------------------------------------------- after the reveal


def rows_of_the_database() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, with what PostgreSQL keeps beside it, in the order of the file."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t.ctid, t.xmin, t.*::text FROM {name} AS t ORDER BY t.ctid")
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))


def test_no_row_leads_from_a_revealed_anonymous_entry_to_its_author(site: Site) -> None:
    site.write_everything()
    anonymous = [number for number, (_, is_anonymous, _) in enumerate(ASKED) if is_anonymous]
    for number in anonymous:
        reveal_round(actor=site.cast.ana, round_id=site.rounds[number].id)
    rows = list(rows_of_the_database())
    members = [site.cast.ben, site.cast.mia]
    found = 0
    for number in anonymous:
        secrets = [mark for author in AUTHORS for mark in marks_of(author, number)]
        keys = [key_of(author, number) for author in AUTHORS]
        for table, row in rows:
            assert not [key for key in keys if key in row], table
            if any(secret in row for secret in secrets):
                found += 1
                assert not [person.name for person in members if str(person.id) in row], (table, row)
    assert found >= 9
    kept = Entry.objects.filter(round__is_anonymous=True)
    assert not kept.exclude(author=None, key_hash=None).exists()
    named = Entry.objects.filter(round__is_anonymous=False)
    assert set(named.values_list("author_id", flat=True)) == {getattr(site.cast, name).id for name in AUTHORS}


def test_entries_have_no_column_that_could_tell_when_they_were_written() -> None:
    for model in (Entry, TakingPart):
        kinds = {type(field) for field in model._meta.concrete_fields}
        known = {models.UUIDField, models.ForeignKey, models.CharField, models.JSONField, models.BooleanField}
        assert kinds <= known


def crowd_of(cast: Cast, size: int) -> list[Participant]:
    """Return the cast's writers and enough further members, in the order in which they are going to write."""
    people = [cast.ana, cast.ben, cast.mia]
    for number in range(size - len(people)):
        user = User.objects.create_guest(f"Member {number}")
        people.append(add_participant(workshop=cast.workshop, user=user, name=user.name, role=Role.MEMBER))
    return people


def physical(model: type[models.Model], of: UUID, columns: str) -> list[tuple[Any, ...]]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE round_id = %s ORDER BY ctid", [of])
        return list(cursor.fetchall())


def written_in(of: UUID) -> list[str]:
    """Return what the entries of a round of notes say, in the order of the file."""
    return [json.loads(content)[0]["text"] for (content,) in physical(Entry, of, "content::text")]


@pytest.mark.django_db(transaction=True)
def test_rows_tell_neither_by_place_nor_by_transaction_who_wrote_when() -> None:
    cast = make_cast()
    edits = [{"do": "add", "id": key, "element": element} for key, element in STEPS.items()]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    people = crowd_of(cast, 6)
    firsts, lasts, revealed, joined = [], [], [], []
    for trial in range(8):
        of = opened(cast.ana, cast.map, "notes", True, {})
        ids: set[UUID] = set()
        for place, person in enumerate(people):
            said = [{"text": f"entry {place}"}]
            save_entry(actor=person, round_id=of.id, contribution=said, key=f"{trial}-{place}-" + "k" * 32)
            take_part(actor=person, round_id=of.id, is_done=True)
            now = {row[0] for row in physical(Entry, of.id, "id")}
            # Every row is written anew at every change, so one that is new cannot be told from one that was there.
            assert not ids & now
            ids = now
        for model in (Entry, TakingPart):
            assert len({row[0] for row in physical(model, of.id, "xmin::text")}) == 1
        order = written_in(of.id)
        firsts.append(order.index("entry 0"))
        lasts.append(order.index("entry 5"))
        joined.append(physical(TakingPart, of.id, "participant_id").index((people[0].id,)))
        reveal_round(actor=cast.ana, round_id=of.id)
        assert len({row[0] for row in physical(Entry, of.id, "xmin::text")}) == 1
        revealed.append(written_in(of.id).index("entry 0"))
    # With an order of arrival each of these would be the same eight times; by chance, once in 280,000 runs.
    for places in (firsts, lasts, revealed, joined):
        assert len(set(places)) > 1
