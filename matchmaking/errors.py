"""What can go wrong, in the domain's own words. No status codes: `web.errors` maps them once."""


class MatchmakingError(Exception):
    """The message is a sentence a person can act on."""


class UnreadableFile(MatchmakingError):
    """The file cannot be read as a list: broken, encrypted, too large, of an unknown kind."""


class UnknownRecord(MatchmakingError):
    """Something was asked for that is not there."""


class NotReady(MatchmakingError):
    """The answer is still being worked out; ask again."""
