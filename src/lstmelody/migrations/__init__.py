"""How the library's database came to its present shape, one revision at a time (Alembic)."""
