"""Events between the worker, the API's copies and the open pages, through Redis's publish and subscribe."""

import contextlib
import json
import logging
import queue
import threading
import time

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

CHANNEL = "plan:events"
# Streams are threads; beyond this many a page is told to come back later.
MOST_STREAMS = 48
# A page that does not read is cut off instead of filling memory.
MOST_WAITING = 256

log = logging.getLogger(__name__)
_serving = {"is": lambda: True}


def serve_while(condition):
    """Sets what tells whether this process goes on; streams end when it does not."""
    _serving["is"] = condition


def serving():
    return _serving["is"]()


def connect(url):
    """A Redis client that tries again when the connection was lost."""
    errors = [redis.ConnectionError, redis.TimeoutError]
    return redis.Redis.from_url(
        url,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 3),
        retry_on_error=errors,
        health_check_interval=30,
    )


def publish(cache, kind, **content):
    """Tells all copies; an event that cannot be told is not worth failing for, since pages catch up by themselves."""
    try:
        cache.publish(CHANNEL, json.dumps({"kind": kind, **content}))
    except redis.RedisError as error:
        log.warning("cannot publish %s: %s", kind, error)


class Full(Exception):
    """As many streams as there may be are open."""


class Feed:
    """One subscription for the whole process, handed on to every open stream."""

    def __init__(self, cache):
        self._cache = cache
        self._inboxes = set()
        self._lock = threading.Lock()
        self._thread = None

    def open(self):
        """A queue of events, to be closed: dicts with `kind`; kind `again` means that some may have been missed."""
        inbox = queue.Queue(MOST_WAITING)
        with self._lock:
            if len(self._inboxes) >= MOST_STREAMS:
                raise Full()
            self._inboxes.add(inbox)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
                self._thread.start()
        return inbox

    def close(self, inbox):
        with self._lock:
            self._inboxes.discard(inbox)

    def _run(self):
        while serving():
            try:
                with self._cache.pubsub(ignore_subscribe_messages=True) as subscription:
                    subscription.subscribe(CHANNEL)
                    self._hand_on({"kind": "again"})
                    self._follow(subscription)
            except redis.RedisError as error:
                log.warning("events are interrupted: %s", error)
                time.sleep(0.5)

    def _follow(self, subscription):
        while serving():
            message = subscription.get_message(timeout=1.0)
            if message is not None:
                self._hand_on(json.loads(message["data"]))

    def _hand_on(self, event):
        with self._lock:
            for inbox in self._inboxes:
                # A full queue is left full: its stream sees that and ends.
                with contextlib.suppress(queue.Full):
                    inbox.put_nowait(event)
