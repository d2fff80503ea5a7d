"""PostgreSQL: a small pool that survives a restart of the database, and the schema."""

import contextlib
import os
import queue
import threading
import time
from pathlib import Path

import psycopg2

# Any constant will do, as long as every copy of this program uses the same.
SCHEMA_LOCK = 7_300_001
CALCULATION_LOCK = 7_300_002

Lost = (psycopg2.OperationalError, psycopg2.InterfaceError)


class Database:
    """Runs functions in transactions. Safe for threads; at most `most` connections."""

    def __init__(self, url, most=8):
        self._url = url
        self._idle = queue.LifoQueue()
        self._room = threading.BoundedSemaphore(most)

    def run(self, work, patience=5.0):
        """Gives `work` a cursor inside a transaction and returns its result.

        When the connection is lost, all idle ones are dropped and `work` is run again until `patience` (seconds) is
        over; so it must bear being run twice.
        """
        deadline = time.monotonic() + patience
        pause = 0.05
        while True:
            try:
                with self.connection() as connection, connection, connection.cursor() as cursor:
                    return work(cursor)
            except Lost:
                if time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 1.0)

    @contextlib.contextmanager
    def connection(self):
        """Lends a connection; one that was lost is not taken back."""
        with self._room:
            connection = self._take()
            try:
                yield connection
            except Lost:
                connection.close()
                self._drop_idle()
                raise
            except BaseException:
                connection.rollback()
                self._idle.put(connection)
                raise
            else:
                self._idle.put(connection)

    def _take(self):
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        return psycopg2.connect(
            self._url,
            connect_timeout=3,
            application_name=os.environ.get("STEAD_INSTANCE", "planning"),
            options="-c statement_timeout=10s -c idle_in_transaction_session_timeout=60s",
        )

    def _drop_idle(self):
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()


def create_schema(database):
    """Creates and fills the tables where there are none. Several programs may call this at once."""
    statements = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")

    def create(cursor):
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA_LOCK,))
        cursor.execute(statements)

    database.run(create, patience=30.0)
