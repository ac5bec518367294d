"""API tokens: given out once in clear, kept as hashes, revoked by their owner."""

from datetime import timedelta

from django.contrib.auth import authenticate
from django.utils import timezone

from workshops.commands.try_limit import Counter, TooManyTries, count_wrong_try, in_words, shut_for_s
from workshops.errors import Conflict, InvalidInput, NotFound, Problem, SignInNeeded
from workshops.models import ApiToken, User
from workshops.secrets import hash_secret, new_token
from workshops.visitor import Visitor

TOKENS_PER_PERSON = 50
NAME_LIMIT = 80
TRIES_PER_ADDRESS = 30
TRIES_PER_ACCOUNT = 10
# “Last used” is for people who tidy up; more often would be a write for every request.
_NOTED_EVERY = timedelta(hours=1)


def create_token(*, user: User, name: str = "") -> tuple[ApiToken, str]:
    """Return a new token of this person, and its secret, which cannot be shown again."""
    text = " ".join(name.replace("\x00", "").split())
    if len(text) > NAME_LIMIT:
        raise InvalidInput([Problem("name", f"The name is {len(text)} characters long; {NAME_LIMIT} are allowed.")])
    if ApiToken.objects.filter(user=user).count() >= TOKENS_PER_PERSON:
        raise Conflict(f"You have {TOKENS_PER_PERSON} tokens already; revoke one that is not used any more.")
    secret = new_token()
    created = ApiToken.objects.create(user=user, name=text, token_hash=hash_secret(secret), ending=secret[-4:])
    return created, secret


def revoke_token(*, user: User, token_id: int) -> None:
    """End one of this person's tokens at once."""
    deleted, _ = ApiToken.objects.filter(user=user, pk=token_id).delete()
    if not deleted:
        raise NotFound("You have no such token.")


def find_token(secret: str) -> ApiToken:
    """Return the token with its user; raises SignInNeeded when it is unknown, revoked or its account closed."""
    found = ApiToken.objects.select_related("user").filter(token_hash=hash_secret(secret)).first()
    if found is None or not found.user.is_active:
        raise SignInNeeded("This API token does not work (any more); create a new one.")
    now = timezone.now()
    if found.last_used_at is None or now - found.last_used_at > _NOTED_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def user_by_password(*, visitor: Visitor, email: str, password: str) -> User:
    """Return the account with this address and password; raises SignInNeeded, after many wrong ones TooManyTries."""
    address = email.strip().lower()
    counters = [
        Counter(f"password:address:{visitor.address}", TRIES_PER_ADDRESS),
        Counter(f"password:account:{hash_secret(address)}", TRIES_PER_ACCOUNT),
    ]
    seconds = shut_for_s(counters)
    if seconds:
        message = f"There were too many wrong passwords; wait {in_words(seconds)} and try again."
        raise TooManyTries(message, retry_after_s=seconds)
    user = authenticate(username=address, password=password)
    if not isinstance(user, User):
        count_wrong_try(counters)
        raise SignInNeeded("There is no account with this e-mail address and password.")
    return user
