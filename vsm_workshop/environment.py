"""Settings from the environment, read loudly: a value that cannot be understood stops the start with its name."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

WORDS_FOR_YES = frozenset({"1", "true", "yes", "on"})
WORDS_FOR_NO = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str | None = None) -> str:
    """The variable without surrounding spaces; without a default it must be there."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"The environment variable {name} is not set; docs/HOSTING.md says what it means.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no."""
    value = text(name, "").lower()
    if not value:
        return default
    if value in WORDS_FOR_YES:
        return True
    if value in WORDS_FOR_NO:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”, which is neither yes nor no: write 1 or 0.")


def whole_number(name: str, *, default: int, least: int = 0) -> int:
    """The variable as a whole number of at least `least`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”, which is not a whole number.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} is {number}; it must be at least {least}.")
    return number


def words(name: str) -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, "").split(",") if word.strip()]


def choice(name: str, possible: Sequence[str]) -> str:
    """The variable as one of these words; the first is the default."""
    value = text(name, possible[0]).lower()
    if value not in possible:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be {' or '.join(possible)}.")
    return value


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """The variable as networks or addresses, separated by commas; “none” is none of them."""
    value = text(name, default)
    if value.lower() == "none":
        return []
    try:
        return [ip_network(word.strip(), strict=False) for word in value.split(",") if word.strip()]
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name} is “{value}”, which is no list of networks: {problem}.") from None


def web_address(name: str, default: str) -> SplitResult:
    """The variable as the address of a site: scheme, host, perhaps a port, nothing behind."""
    value = text(name, default).rstrip("/")
    address = urlsplit(value)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must look like https://vsm.example.org, without a path.")
    return address


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """What `DATABASE_URL` says; `options` are further words of libpq, such as sslmode."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


def postgres_address(name: str) -> PostgresAddress:
    """The variable as postgresql://user:password@host:port/database; a `host` of the query may be a socket's folder."""
    address = urlsplit(text(name))
    database = unquote(address.path.removeprefix("/"))
    if address.scheme not in {"postgres", "postgresql"} or not database:
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:5432/database; PostgreSQL is the only database."
        )
    options = dict(parse_qsl(address.query))
    return PostgresAddress(
        name=database,
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
        host=options.pop("host", address.hostname or ""),
        port=options.pop("port", str(address.port or "")),
        options=options,
    )


@dataclass(frozen=True, slots=True)
class ValkeyAddress:
    """What `REDIS_URL` says; each purpose has a database of its own, counted from the one named there."""

    address: SplitResult
    database: int

    def for_redis(self, offset: int = 0) -> str:
        """The address as redis-py and Channels read it."""
        database = self.database + offset
        if self.address.scheme == "unix":
            return f"unix://{self.address.path}?db={database}"
        return self.address._replace(path=f"/{database}").geturl()

    def for_celery(self, offset: int) -> str:
        """The address as Celery reads it, which has a scheme of its own for sockets."""
        if self.address.scheme == "unix":
            return f"redis+socket://{self.address.path}?virtual_host={self.database + offset}"
        return self.for_redis(offset)


def valkey_address(name: str) -> ValkeyAddress:
    """The variable as redis://host:6379/0, rediss://… or unix:///path/of/socket?db=0."""
    address = urlsplit(text(name))
    if address.scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must look like redis://host:6379/0 or unix:///path/of/socket?db=0.")
    database = dict(parse_qsl(address.query)).get("db", "") if address.scheme == "unix" else address.path.strip("/")
    if database and not database.isdigit():
        raise ImproperlyConfigured(f"{name} names the database “{database}”; it must be a number.")
    return ValkeyAddress(address=address, database=int(database or 0))
