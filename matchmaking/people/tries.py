"""How often may somebody try to sign in? Failures within a window are counted, three ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from matchmaking.errors import TooManyTries

WINDOW = timedelta(minutes=15)
# Five wrong tries are a forgotten password. Counting them for a login from one address keeps a
# stranger elsewhere from locking the owner out; the wider limits stop guessing spread over many
# addresses, and over many logins.
PER_LOGIN_AND_ADDRESS = 5
PER_LOGIN = 20
PER_ADDRESS = 20


@dataclass(frozen=True, slots=True)
class Try:
    """A failed one."""

    login: str
    address: str
    at: datetime


def refuse_if_too_many(failures: Sequence[Try], login: str, address: str, *, now: datetime) -> None:
    """Raises TooManyTries, saying in how many seconds the next try is free."""
    counted = (
        (
            PER_LOGIN_AND_ADDRESS,
            [f.at for f in failures if (f.login, f.address) == (login, address)],
        ),
        (PER_LOGIN, [f.at for f in failures if f.login == login]),
        (PER_ADDRESS, [f.at for f in failures if f.address == address]),
    )
    wait = max(_wait(times, limit, now) for limit, times in counted)
    if wait > 0:
        minutes = ceil(wait / 60)
        raise TooManyTries(
            f"试的次数太多，请过 {minutes} 分钟再登录；忘了密码请联系主管部门重设。", wait
        )


def _wait(times: Sequence[datetime], limit: int, now: datetime) -> int:
    recent = sorted(at for at in times if at > now - WINDOW)
    if len(recent) < limit:
        return 0
    # Free again once fewer than the limit are left in the window.
    return max(1, ceil((recent[-limit] + WINDOW - now).total_seconds()))
