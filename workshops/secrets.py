"""Derived and hashed secrets: what opens a door is never stored in clear.

Invitations and return links are HMACs of the server's secret key, so they can be shown again without being stored; the
database holds
their SHA-256 for the look-up.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

# No 0/O, 1/I/L, 5/S, 8/B, 2/Z: a code is read out loud and typed from a projector.
CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_LENGTH = 6


def _derive(purpose: str, subject: str, version: int) -> bytes:
    message = f"{purpose}:{subject}:{version}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()


def derive_token(purpose: str, subject: str, version: int) -> str:
    """Return 32 URL-safe characters (192 bits) that only this server can produce."""
    return base64.urlsafe_b64encode(_derive(purpose, subject, version)[:24]).decode()


def derive_code(purpose: str, subject: str, version: int) -> str:
    """Return a join code of six unambiguous characters (about 28 bits; guessing is held off by the rate limit)."""
    number = int.from_bytes(_derive(purpose, subject, version))
    characters = []
    for _ in range(CODE_LENGTH):
        number, index = divmod(number, len(CODE_ALPHABET))
        characters.append(CODE_ALPHABET[index])
    return "".join(characters)


def normalise_code(text: str) -> str:
    """Return a code as typed by people (lower case, spaces, dashes) in the form that was given out."""
    return "".join(character for character in text.upper() if character.isalnum())


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hash_secret(secret: str) -> str:
    """Return the SHA-256 in hexadecimal; enough for secrets of high entropy, and for codes because they are also rate
    limited.
    """
    return hashlib.sha256(f"{settings.SECRET_KEY}:{secret}".encode()).hexdigest()
