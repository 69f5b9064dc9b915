"""How are long random secrets written and compared? As digests; an API key shows who it is by its start."""

from dataclasses import dataclass
from hashlib import sha256

KEY_MARK = "rt"
PREFIX_LENGTH = 8


@dataclass(frozen=True, slots=True)
class KeyText:
    """An API key as its owner gets it, once."""

    prefix: str
    secret: str

    def __str__(self) -> str:
        return f"{KEY_MARK}_{self.prefix}_{self.secret}"


def digest(secret: str) -> str:
    """What is stored of a token or key. Plain SHA-256 will do: there is nothing to guess."""
    return sha256(secret.encode()).hexdigest()


def new_key(random_hex: str, secret: str) -> KeyText:
    """A key of two random parts, the first of which is no secret."""
    return KeyText(random_hex[:PREFIX_LENGTH], secret)


def looks_like_a_key(text: str) -> bool:
    """Whether it is worth asking the database."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    return mark == KEY_MARK and bool(prefix and secret) and text.isascii()
