"""What is searched, saved and not found."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import matchmaking.storage.types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('synonym_group',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('unmet_search',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('first_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.Column('last_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('dismissed_at', matchmaking.storage.types.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('unmet_search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unmet_search_last_at'), ['last_at'], unique=False)

    op.create_table('saved_search',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('query', sa.JSON(), nullable=False),
    sa.Column('created_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.Column('seen_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.Column('muted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('saved_search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_search_user_id'), ['user_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('saved_search', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_search_user_id'))

    op.drop_table('saved_search')
    with op.batch_alter_table('unmet_search', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unmet_search_last_at'))

    op.drop_table('unmet_search')
    op.drop_table('synonym_group')
