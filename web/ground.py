"""What does telling who is asking stand on? The database, the clock, ids: a part of the platform."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, cast

from fastapi import Request
from sqlalchemy import Engine


class Ground(Protocol):
    """As much of the platform as sign-in, transactions and remembered answers need."""

    @property
    def engine(self) -> Engine: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def new_id(self) -> Callable[[], str]: ...

    @property
    def development(self) -> bool: ...


def ground_of(request: Request) -> Ground:
    """The application's one."""
    return cast("Ground", request.app.state.edge.platform)
