"""The songs: what was asked for, how far it is, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "songs",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("bars_done", sa.Integer(), nullable=False),
        sa.Column("bars_total", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float()),
        sa.Column("bpm", sa.Float()),
        sa.Column("meter", sa.String()),
        sa.Column("notes", sa.Integer()),
        sa.Column("model", sa.String()),
        sa.Column("error", sa.String()),
    )
    op.create_index("songs_by_created", "songs", ["created"])
    op.create_index("songs_by_status", "songs", ["status"])


def downgrade() -> None:
    op.drop_table("songs")
