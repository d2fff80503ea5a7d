"""The worker. A job in the queue is only a nudge: what has to be calculated stands in the database.

So a job that is lost, doubled or late does no harm: the worker looks at its start, the API nudges again when a plan
stays out of date, and a nudge without work ends at once.
"""

import logging
import os
import time

from celery import Celery
from celery.signals import worker_init, worker_ready

import calculation
import database
import events
import plans

log = logging.getLogger(__name__)

app = Celery("planning", broker=os.environ["CACHE_URL"])
app.conf.update(
    task_ignore_result=True,
    task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5},
    # No bound: a worker of threads that has fetched its fill is not woken when one of them is done (kombu's loop sleeps up
    # to ten seconds), and a nudge that waits here instead of in Redis costs nothing.
    worker_prefetch_multiplier=0,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    broker_connection_max_retries=None,
    broker_transport_options={
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
)

_database = database.Database(os.environ["DB_URL"], most=2)
_cache = events.connect(os.environ["CACHE_URL"])


class _Superseded(Exception):
    """A figure changed during the calculation."""


@worker_init.connect
def _prepare(**_):
    database.create_schema(_database)


@worker_ready.connect
def _catch_up(**_):
    recalculate.delay()


@app.task(name="planning.recalculate", autoretry_for=database.Lost, retry_backoff=1, retry_backoff_max=10, max_retries=None)
def recalculate():
    """Calculates until the stored result belongs to the latest figures."""
    while _once():
        pass


def _once():
    """Returns whether there was something to calculate."""
    revision, calculated = _database.run(plans.versions, patience=30.0)
    if revision == calculated:
        return False
    # Held by a connection of its own until it is closed: a second worker waits here, then finds the work done.
    with _database.connection() as lock, lock.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (database.CALCULATION_LOCK,))
        try:
            _calculate()
        finally:
            lock.rollback()
    return True


def _calculate():
    started = time.monotonic()
    revision, values = _database.run(plans.values)
    products = [product["id"] for product in _database.run(plans.products)]

    def report(done, total):
        if done and _database.run(plans.versions)[0] != revision:
            raise _Superseded()
        events.publish(_cache, "progress", revision=revision, done=done, total=total)

    try:
        result = calculation.calculate(values, products, report)
    except _Superseded:
        log.info("revision %d is out of date, starting again", revision)
        return
    _database.run(lambda cursor: plans.store(cursor, revision, result))
    events.publish(_cache, "calculated", revision=revision)
    log.info("calculated revision %d in %.2f s", revision, time.monotonic() - started)
