"""Which services does the real site run on? The one place where they are put together."""

from matchmaking.settings import Settings
from web.services import Services


def real_services(settings: Settings) -> Services:
    """Everything real."""
    raise NotImplementedError(settings)
