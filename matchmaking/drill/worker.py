"""Who reads, writes and indexes in the drill? A process that does what the platform's worker does, until closing time."""

import time
from uuid import uuid4

from matchmaking import clock
from matchmaking.drill.orders import CLOSING, DATA, begin
from matchmaking.imports.working import work_once

PAUSE_SECONDS = 0.02


def main() -> None:
    orders, engine = begin()
    holder = uuid4().hex
    data = orders.folder / DATA
    while True:
        closing = (orders.folder / CLOSING).exists()
        busy = work_once(
            engine,
            data,
            now=orders.now,
            today=clock.today,
            new_id=lambda: uuid4().hex,
            holder=holder,
        )
        if not busy:
            if closing:
                break
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
