"""The plan in the database, and its cached form."""

import json

import redis

import calculation
import figures

CACHED_FOR = 3600


class Unknown(Exception):
    """There is no such figure."""


def versions(cursor):
    """The plan's revision and the revision that its result was calculated from."""
    cursor.execute("SELECT revision, calculated FROM plan")
    return cursor.fetchone()


def values(cursor):
    """The revision and, by id, every figure's value as a float."""
    # One statement, so that both are of the same moment.
    cursor.execute("SELECT (SELECT revision FROM plan), id, value FROM figure")
    rows = cursor.fetchall()
    return rows[0][0], {name: float(value) for _, name, value in rows}


def products(cursor):
    cursor.execute("SELECT id, name FROM product ORDER BY position")
    return [{"id": name, "name": title} for name, title in cursor]


def change(cursor, name, value):
    """Sets a figure. Returns the plan's revision and whether anything changed; raises Unknown or figures.Refused."""
    # The plan's row is locked first: changes come one after the other, and none waits for another in a circle.
    cursor.execute("SELECT revision FROM plan FOR UPDATE")
    (revision,) = cursor.fetchone()
    cursor.execute("SELECT kind, value FROM figure WHERE id = %s", (name,))
    row = cursor.fetchone()
    if row is None:
        raise Unknown(name)
    kind, before = row
    number = figures.read(kind, value)
    if number == before:
        return revision, False
    cursor.execute("UPDATE figure SET value = %s, changed_at = now() WHERE id = %s", (number, name))
    return _next_revision(cursor), True


def reset(cursor):
    """Sets every figure back to its sample value and returns the plan's revision."""
    cursor.execute("SELECT revision FROM plan FOR UPDATE")
    cursor.execute("UPDATE figure SET value = sample, changed_at = now() WHERE value <> sample")
    return _next_revision(cursor)


def _next_revision(cursor):
    cursor.execute("UPDATE plan SET revision = revision + 1 RETURNING revision")
    return cursor.fetchone()[0]


def store(cursor, revision, result):
    """Keeps the result of a calculation, unless a later one is there already."""
    cursor.execute(
        "UPDATE plan SET result = %s, calculated = %s, calculated_at = now() WHERE calculated < %s",
        (json.dumps(result), revision, revision),
    )


def view(database, cache):
    """What the UI shows, as JSON bytes: (version, body, whether it came from the cache).

    The cached form is stored under its version, which is always asked of the database: so it is never out of date
    and needs no clearing. Without the cache everything works, only slower.
    """
    revision, calculated = database.run(versions)
    key = f"plan:{revision}.{calculated}"
    try:
        cached = cache.get(key)
    except redis.RedisError:
        cached = None
    if cached is not None:
        return f"{revision}.{calculated}", cached, True
    plan = database.run(_read)
    version = f"{plan['revision']}.{plan['calculated']}"
    body = json.dumps(plan, separators=(",", ":")).encode()
    try:
        cache.set(f"plan:{version}", body, ex=CACHED_FOR)
    except redis.RedisError:
        pass
    return version, body, False


def _read(cursor):
    # Several statements that must be of the same moment.
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    cursor.execute("SELECT name, currency, year, revision, calculated, result FROM plan")
    name, currency, year, revision, calculated, result = cursor.fetchone()
    cursor.execute("SELECT id, kind, product, month, label, value FROM figure ORDER BY kind, product, position")
    columns = ("id", "kind", "product", "month", "label", "value")
    rows = [dict(zip(columns, (*row[:-1], float(row[-1])))) for row in cursor]
    return {
        "name": name,
        "currency": currency,
        "year": year,
        "months": calculation.MONTHS,
        "revision": revision,
        "calculated": calculated,
        "kinds": figures.kinds(),
        "products": products(cursor),
        "figures": rows,
        "result": result,
    }

