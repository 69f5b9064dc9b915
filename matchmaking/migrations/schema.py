"""Which tables are there in all? Every package's models, gathered for migrations and tests."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from matchmaking.catalogue import models as catalogue
from matchmaking.finding import models as finding
from matchmaking.firms import models as firms
from matchmaking.imports import models as imports
from matchmaking.indexing import models as indexing
from matchmaking.outbox import models as outbox
from matchmaking.people import models as people
from matchmaking.storage import models as storage
from matchmaking.thesaurus import models as thesaurus

# Importing them registers their tables; naming them here tells the linter that this is the point.
MODELS = (catalogue, finding, firms, imports, indexing, outbox, people, storage, thesaurus)


def all_tables() -> MetaData:
    """Every table of the platform."""
    return SQLModel.metadata
