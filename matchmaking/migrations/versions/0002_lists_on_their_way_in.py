"""Lists on their way in, and what they did."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import matchmaking.storage.types

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('list_import',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('file', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('live_key', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('uploaded_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('for_firm_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('on_behalf', sa.Boolean(), nullable=False),
    sa.Column('publish', sa.Boolean(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('claim', sa.Integer(), nullable=False),
    sa.Column('lease_until', matchmaking.storage.types.Moment(timezone=True), nullable=True),
    sa.Column('crashes', sa.Integer(), nullable=False),
    sa.Column('rows_in', sa.Integer(), nullable=False),
    sa.Column('accepted', sa.Integer(), nullable=False),
    sa.Column('returned', sa.Integer(), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('updated', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('doubts', sa.JSON(), nullable=False),
    sa.Column('kept', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', matchmaking.storage.types.Moment(timezone=True), nullable=False),
    sa.Column('confirmed_at', matchmaking.storage.types.Moment(timezone=True), nullable=True),
    sa.Column('confirmed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('finished_at', matchmaking.storage.types.Moment(timezone=True), nullable=True),
    sa.Column('undone_at', matchmaking.storage.types.Moment(timezone=True), nullable=True),
    sa.Column('undone_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['for_firm_id'], ['firm.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('live_key')
    )
    with op.batch_alter_table('list_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_list_import_for_firm_id'), ['for_firm_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_import_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_import_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_import_uploaded_at'), ['uploaded_at'], unique=False)

    op.create_table('import_effect',
    sa.Column('import_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('listing_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['list_import.id'], ),
    sa.PrimaryKeyConstraint('import_id', 'number')
    )
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.drop_index('one_import_per_file')


def downgrade() -> None:
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.create_index('one_import_per_file', ['sha256', 'kind'], unique=True, sqlite_where=sa.text('run_id IS NULL'), postgresql_where=sa.text('run_id IS NULL'))

    op.drop_table('import_effect')
    with op.batch_alter_table('list_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_list_import_uploaded_at'))
        batch_op.drop_index(batch_op.f('ix_list_import_state'))
        batch_op.drop_index(batch_op.f('ix_list_import_sha256'))
        batch_op.drop_index(batch_op.f('ix_list_import_for_firm_id'))

    op.drop_table('list_import')
