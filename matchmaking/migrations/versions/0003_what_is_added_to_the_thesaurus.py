"""What people add to the shipped thesaurus."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from matchmaking.storage.types import Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('thesaurus_entry',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('doing', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('division', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('origin', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decided_at', Moment(timezone=True), nullable=True),
    sa.Column('decision_note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_thesaurus_entry_at'), 'thesaurus_entry', ['at'], unique=False)
    op.create_index(op.f('ix_thesaurus_entry_key'), 'thesaurus_entry', ['key'], unique=False)
    op.create_index(op.f('ix_thesaurus_entry_state'), 'thesaurus_entry', ['state'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_thesaurus_entry_state'), table_name='thesaurus_entry')
    op.drop_index(op.f('ix_thesaurus_entry_key'), table_name='thesaurus_entry')
    op.drop_index(op.f('ix_thesaurus_entry_at'), table_name='thesaurus_entry')
    op.drop_table('thesaurus_entry')
