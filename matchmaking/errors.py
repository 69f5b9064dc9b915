"""What can go wrong, in the domain's own words. No status codes: `web.errors` maps them once."""


class MatchmakingError(Exception):
    """The message is a sentence a person can act on."""


class UnreadableFile(MatchmakingError):
    """The file cannot be read as a list: broken, encrypted, too large, of an unknown kind."""


class UnknownRecord(MatchmakingError):
    """Something was asked for that is not there."""


class NotReady(MatchmakingError):
    """The answer is still being worked out; ask again."""


class SearchDown(MatchmakingError):
    """The search engine does not answer. Writing goes on; the index catches up."""


class SignInNeeded(MatchmakingError):
    """It may be allowed, but first we must know who is asking."""


class NotAllowed(MatchmakingError):
    """Not for this visitor."""


class Conflict(MatchmakingError):
    """Somebody else changed it meanwhile, or it stands in a state that does not allow this."""


class TooManyTries(MatchmakingError):
    """Too often in too short a time; `seconds` from now it may be tried again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Invalid(MatchmakingError):
    """A form or a record is filled in wrongly; `fields` says what is wrong with each."""

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}
