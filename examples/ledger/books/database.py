"""MariaDB: one connection for each process, replaced when it is lost, and the schema."""

import contextlib
import os
import threading
import time

import pymysql

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS booking (
        id       BIGINT AUTO_INCREMENT PRIMARY KEY,
        form     CHAR(32) NOT NULL UNIQUE,
        day      DATE NOT NULL,
        text     VARCHAR(200) NOT NULL,
        account  VARCHAR(100) NOT NULL
    ) ENGINE=InnoDB""",
    """CREATE TABLE IF NOT EXISTS side (
        booking  BIGINT NOT NULL,
        name     VARCHAR(60) NOT NULL,
        cents    BIGINT NOT NULL,
        PRIMARY KEY (booking, name),
        FOREIGN KEY (booking) REFERENCES booking (id)
    ) ENGINE=InnoDB""",
)

Lost = (pymysql.err.OperationalError, pymysql.err.InterfaceError)


class Database:
    """Runs functions in transactions, one at a time."""

    def __init__(self):
        self._lock = threading.Lock()
        self._connection = None

    def run(self, work, patience=5.0):
        """Gives `work` a cursor inside a transaction and returns its result.

        When the connection is lost, `work` is run again until `patience` (seconds) is over, so it must bear being
        run twice: the first time may have been written down.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                with self._lock:
                    return self._once(work)
            except Lost:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def _once(self, work):
        if self._connection is None:
            self._connection = connect()
        try:
            with self._connection.cursor() as cursor:
                result = work(cursor)
            self._connection.commit()
            return result
        except Lost:
            with contextlib.suppress(pymysql.err.Error):
                self._connection.close()
            self._connection = None
            raise
        except BaseException:
            self._connection.rollback()
            raise


def connect():
    connection = pymysql.connect(
        host=os.environ["DB_HOST"],
        port=int(os.environ["DB_PORT"]),
        user=os.environ["DB_USER"],
        password=os.environ["DB_PASSWORD"],
        database=os.environ["DB_NAME"],
        charset="utf8mb4",
        connect_timeout=3,
        read_timeout=10,
        write_timeout=10,
    )
    with connection.cursor() as cursor:
        for statement in SCHEMA:
            cursor.execute(statement)
    return connection
