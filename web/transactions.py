"""How does a route get at the database? `Tx` to write, `View` to read; the commit comes before the answer.

`scope="function"` ends the block when the route function has returned and before a byte is sent. So
nobody is told "saved" of what was not, and an error of the commit is still answered as an error.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from matchmaking.storage.database import reading, transaction
from web.ground import ground_of


def writing(request: Request) -> Iterator[Session]:
    """All or nothing: a route that raises has written nothing."""
    with transaction(ground_of(request).engine) as session:
        yield session


def viewing(request: Request) -> Iterator[Session]:
    """One unchanging view for the whole answer."""
    with reading(ground_of(request).engine) as session:
        yield session


Tx = Annotated[Session, Depends(writing, scope="function")]
View = Annotated[Session, Depends(viewing, scope="function")]
