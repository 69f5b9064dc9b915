"""How do a hundred thousand records come to be without the collector walking them over and over?"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the search for cycles until the work is done. Records hold none, and each search walks
    all that were made before; a fifth of the time of a long list went into it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
