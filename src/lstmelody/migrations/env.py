"""Runs the revisions over the connection that the library hands us. Knows no tables, no paths."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True)  # SQLite alters tables by copying
with context.begin_transaction():
    context.run_migrations()
