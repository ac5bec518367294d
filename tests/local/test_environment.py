"""Settings are read loudly: what cannot be understood stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vsm_workshop import environment


def test_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOMETHING", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        environment.text("SOMETHING")


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", True), (" 0 ", False)]
)
def test_flag(monkeypatch: pytest.MonkeyPatch, value: str, *, expected: bool) -> None:
    monkeypatch.setenv("SOMETHING", value)
    assert environment.flag("SOMETHING", default=True) is expected


def test_flag_that_is_neither_yes_nor_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="perhaps"):
        environment.flag("SOMETHING", default=False)


@pytest.mark.parametrize("value", ["many", "1.5", "1"])
def test_number_that_is_none_or_too_small(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOMETHING", value)
    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        environment.whole_number("SOMETHING", default=5, least=2)


@pytest.mark.parametrize(
    "value", ["vsm.example.org", "ftp://vsm.example.org", "https://vsm.example.org/path", "https://"]
)
def test_web_address_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOMETHING", value)
    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        environment.web_address("SOMETHING", "")


def test_postgres_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING", "postgresql://ana:p%40ss@db.example.org:5433/vsm?sslmode=require")
    assert environment.postgres_address("SOMETHING") == environment.PostgresAddress(
        name="vsm",
        user="ana",
        password="p@ss",
        host="db.example.org",
        port="5433",
        options={"sslmode": "require"},
    )


def test_postgres_through_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING", "postgresql://vsm@/vsm?host=%2Fvar%2Frun%2Fvsm")
    address = environment.postgres_address("SOMETHING")
    assert (address.name, address.user, address.host, address.port) == ("vsm", "vsm", "/var/run/vsm", "")


@pytest.mark.parametrize("value", ["sqlite:///db.sqlite3", "postgresql://host/", "mysql://host/vsm"])
def test_no_other_database(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOMETHING", value)
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL is the only database"):
        environment.postgres_address("SOMETHING")


@pytest.mark.parametrize(
    ("value", "for_redis", "for_celery"),
    [
        ("redis://host:6379", "redis://host:6379/2", "redis://host:6379/1"),
        ("rediss://:secret@host:6379/3", "rediss://:secret@host:6379/5", "rediss://:secret@host:6379/4"),
        ("unix:///run/v.sock?db=6", "unix:///run/v.sock?db=8", "redis+socket:///run/v.sock?virtual_host=7"),
    ],
)
def test_valkey_has_a_database_for_each_purpose(
    monkeypatch: pytest.MonkeyPatch, value: str, for_redis: str, for_celery: str
) -> None:
    monkeypatch.setenv("SOMETHING", value)
    address = environment.valkey_address("SOMETHING")
    assert (address.for_redis(2), address.for_celery(1)) == (for_redis, for_celery)


def test_choice_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMETHING", "JSON")
    assert environment.choice("SOMETHING", ["line", "json"]) == "json"
    monkeypatch.setenv("SOMETHING", "10.1.2.3/8, ::1")
    assert [str(network) for network in environment.networks("SOMETHING", "")] == ["10.0.0.0/8", "::1/128"]
    monkeypatch.setenv("SOMETHING", "none")
    assert environment.networks("SOMETHING", "127.0.0.1") == []
    with pytest.raises(ImproperlyConfigured, match="line or json"):
        environment.choice("SOMETHING", ["line", "json"])
    monkeypatch.setenv("SOMETHING", "somewhere")
    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        environment.networks("SOMETHING", "")
