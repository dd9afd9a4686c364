"""What several files of tests need to be started once: databases, an object store, libraries."""

import shutil
import sys

import pytest
import sqlalchemy as sa
from hypothesis import settings

import servers
from lstmelody.blobs import FolderBlobs
from lstmelody.library import Library
from lstmelody.tables import METADATA

settings.register_profile("tests", deadline=None)  # how long it takes is for `make bench`
settings.load_profile("tests")


@pytest.fixture(scope="session")
def cluster():
    """The URL of a PostgreSQL database."""
    programs = servers.postgres_programs()
    if programs is None or sys.platform == "win32":
        pytest.skip("PostgreSQL is not installed: scripts/postgres.sh installs it where it may")
    with servers.postgres(programs) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory):
    """An SQLite database without a song, which is copied faster than made."""
    folder = tmp_path_factory.mktemp("sqlite")
    Library.local(folder).close()
    return folder / "library.db"


@pytest.fixture
def postgres(cluster):
    """The URL of a PostgreSQL database without a song in it."""
    yield cluster
    emptied(cluster)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The URL of a database of each kind without a song in it."""
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("sqlite_database"), tmp_path)
        return f"sqlite:///{copied}"
    return request.getfixturevalue("postgres")


def emptied(url):
    """Takes back all that a test put into a database, tables that are not ours too."""
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
    tables = ", ".join(METADATA.tables)
    with engine.begin() as connection:
        if sa.inspect(connection).has_table("songs"):
            connection.exec_driver_sql(f"TRUNCATE {tables}")
    engine.dispose()


@pytest.fixture
def library(database, tmp_path):
    """A library without a song over each kind of database, with its files in a folder."""
    library = Library(database, FolderBlobs(tmp_path / "files"))
    yield library
    library.close()


@pytest.fixture(scope="session")
def object_store():
    """The address of an object store like S3."""
    with servers.object_store() as address:
        yield address


@pytest.fixture
def page(tmp_path):
    """A folder with a built page, as small as one may be that is worth compressing."""
    page = tmp_path / "page"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<title>the page</title>" + " " * 2000)
    (page / "assets" / "app-1a2b.js").write_text("play()")
    return page
