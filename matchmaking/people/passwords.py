"""What is a good password, and is this the right one? argon2id, and equal work for logins nobody has."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from matchmaking.errors import Invalid

SHORTEST = 10
FEWEST_DIFFERENT = 3  # characters: aaaaabbbbb is nobody's secret
LONGEST = 200  # hashing takes time with the length; nobody types more
# OWASP's second choice for argon2id: 19 MiB, two rounds, so that a small machine bears many at once.
_MEMORY_KIB, _ROUNDS, _THREADS = 19_456, 2, 1
# The commonest of ten characters and more, and what people here would try first.
COMMONEST = frozenset(
    "1234567890 12345678910 0123456789 0987654321 1234512345 1231231230 1111111111 0000000000 "
    "8888888888 6666666666 1122334455 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 "
    "asdfghjkl1 zxcvbnm123 abcdefghij abcd123456 abc1234567 a123456789 aa12345678 password12 "
    "password123 password1234 passw0rd123 p@ssw0rd123 iloveyou123 woaini1314 "
    "woaini1314520 5201314520 admin12345 admin123456 administrator rongtong123 rongtong1234 "
    "rongtong2026 welcome123 changeme123 letmein123 kunming123 kunming1234".split()
)


def check_new(password: str, login: str) -> None:
    """Raises Invalid with what to do instead."""
    wrong = _weakness(password, login)
    if wrong:
        raise Invalid(wrong, {"password": wrong})


def hash_of(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether it is the password of that hash; without one just as much work, and no."""
    if len(password) > LONGEST:
        return False
    fits = _hasher().verify(password, stored or _hash_of_nobody())
    return fits and stored is not None


def _weakness(password: str, login: str) -> str | None:
    if len(password) < SHORTEST:
        return f"密码太短，请至少用 {SHORTEST} 个字符，几个不相干的词连起来最好记。"
    if len(password) > LONGEST:
        return f"密码太长，请不要超过 {LONGEST} 个字符。"
    if login and login.casefold() in password.casefold() and len(password) < len(login) + SHORTEST:
        return "密码几乎就是账号名，请换一个与账号无关的。"
    if password.casefold() in COMMONEST or len(set(password)) < FEWEST_DIFFERENT:
        return "这是最常被猜到的密码之一，请换一个别人想不到的。"
    return None


@cache
def _hasher() -> PasswordHash:
    hasher = Argon2Hasher(time_cost=_ROUNDS, memory_cost=_MEMORY_KIB, parallelism=_THREADS)
    return PasswordHash((hasher,))


@cache
def _hash_of_nobody() -> str:
    return hash_of("nobody has this one")
