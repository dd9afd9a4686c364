"""The gallery: songs to search, sort and restore in short rows, their details beside them."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROWS = 1_000
"""So many are carried over at a time."""
UNCOMPARED = {"Cc", "Cs", "Mn", "Zl", "Zp"}
KEPT = (
    *("id", "title", "status", "created", "bars_done", "bars_total"),
    *("bpm", "meter", "notes", "model", "error"),
)

OLD = sa.table(
    "songs_0001",
    sa.column("id", sa.Uuid()),
    sa.column("created", sa.DateTime()),
    sa.column("recipe", sa.JSON()),
    sa.column("seconds", sa.Float()),
    *(sa.column(name) for name in KEPT if name not in ("id", "created")),
)


def upgrade() -> None:
    for name in ("created", "status"):
        op.drop_index(f"songs_by_{name}", "songs")
    op.rename_table("songs", "songs_0001")
    songs, details = _gallery()
    connection = op.get_bind()
    for rows in connection.execute(sa.select(OLD)).mappings().partitions(ROWS):
        connection.execute(sa.insert(songs), [_song(row) for row in rows])
        connection.execute(
            sa.insert(details), [{"song_id": row["id"], "recipe": row["recipe"]} for row in rows]
        )
    op.drop_table("songs_0001")
    _indexes()


def _gallery() -> tuple[sa.Table, sa.Table]:
    songs = op.create_table(
        "songs",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "folded",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("deleted", sa.DateTime()),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.Uuid()),
        sa.Column("verb", sa.String()),
        sa.Column("bars_done", sa.Integer(), nullable=False),
        sa.Column("bars_total", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("bpm", sa.Float()),
        sa.Column("meter", sa.String()),
        sa.Column("notes", sa.Integer()),
        sa.Column("key", sa.String()),
        sa.Column("model", sa.String()),
        sa.Column("error", sa.String()),
    )
    details = op.create_table(
        "details",
        sa.Column(
            "song_id", sa.Uuid(), sa.ForeignKey("songs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("preview", sa.String()),
        sa.Column("delivered", sa.JSON(none_as_null=True)),
    )
    op.create_table(
        "uploads",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("asked", sa.DateTime(), nullable=False),
    )
    op.create_table("leftovers", sa.Column("prefix", sa.String(), primary_key=True))
    return songs, details


def _song(old: sa.RowMapping) -> dict[str, object]:
    style = old["title"].partition(" · ")[2]  # which every title of the first revision ends with
    return {name: old[name] for name in KEPT} | {
        "folded": _folded(old["title"]),
        "start": old["recipe"].get("start", "pop"),
        "style": style,
        "favourite": False,
        "seconds": old["seconds"] or 0.0,
    }


def _folded(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).casefold()
    plain = (each for each in letters if unicodedata.category(each) not in UNCOMPARED)
    return "".join(plain)[:400]


def _indexes() -> None:
    op.create_index(
        "songs_by_created", "songs", ["created", "id", "deleted", "favourite", "folded"]
    )
    op.create_index("songs_by_folded", "songs", ["folded", "id", "deleted", "favourite"])
    op.create_index(
        "songs_by_seconds", "songs", ["seconds", "id", "deleted", "favourite", "folded"]
    )
    for name in ("status", "start"):
        op.create_index(f"songs_by_{name}", "songs", [name])


def downgrade() -> None:
    """The way back gives up what the first revision has no place for; songs in the bin go."""
    op.add_column("songs", sa.Column("recipe", sa.JSON()))
    op.execute("UPDATE songs SET recipe = (SELECT recipe FROM details WHERE song_id = songs.id)")
    op.execute("DELETE FROM songs WHERE deleted IS NOT NULL")
    for name in ("created", "folded", "seconds", "status", "start"):
        op.drop_index(f"songs_by_{name}", "songs")
    for table in ("details", "uploads", "leftovers"):
        op.drop_table(table)
    with op.batch_alter_table("songs") as songs:
        songs.alter_column("recipe", existing_type=sa.JSON(), nullable=False)
        songs.alter_column("seconds", existing_type=sa.Float(), nullable=True)
        for name in ("folded", "start", "style", "deleted", "favourite", "parent", "verb", "key"):
            songs.drop_column(name)
    op.create_index("songs_by_created", "songs", ["created"])
    op.create_index("songs_by_status", "songs", ["status"])
