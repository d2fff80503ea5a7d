"""The ledger: each booking takes from one account what it gives to another, so that all of them sum up to nothing."""

import csv
import datetime
import io
import re
import secrets

import flask
import pymysql

from database import Database, Lost

app = flask.Flask(__name__)
database = Database()


@app.after_request
def guard(response):
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@app.errorhandler(pymysql.err.OperationalError)
@app.errorhandler(pymysql.err.InterfaceError)
def away(error):
    return flask.Response("The database is away for a moment; try again.\n", 503, {"Retry-After": "1"})


@app.get("/")
def page():
    return show(200, {}, {})


@app.post("/bookings")
def book():
    form = {key: flask.request.form.get(key, "").strip() for key in ("form", "day", "text", "from", "to", "amount")}
    booking, wrong = read(form)
    if wrong:
        return show(422, form, wrong)
    database.run(lambda cursor: write(cursor, booking))
    return flask.redirect("/", 303)


@app.get("/bookings.csv")
def table():
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["booking", "day", "text", "account", "amount", "written by"])
    for row in database.run(sides):
        writer.writerow([row[0], row[1], row[2], row[3], amount(row[4]), row[5]])
    return flask.Response(out.getvalue(), mimetype="text/csv")


@app.get("/balances")
def sums():
    """What is in each account, in cents, and how many bookings there are."""
    return database.run(lambda cursor: {"accounts": dict(balances(cursor)), "bookings": count(cursor)})


@app.get("/health")
def health():
    try:
        database.run(lambda cursor: cursor.execute("SELECT 1"), patience=0)
    except Lost:
        return "no database\n", 503
    return "fine\n"


def read(form):
    """A booking of a form, and what is wrong with it, by field."""
    wrong = {}
    try:
        day = datetime.date.fromisoformat(form["day"])
    except ValueError:
        day = None
        wrong["day"] = "Choose a day, such as 2026-11-21."
    if not 1 <= len(form["text"]) <= 200:
        wrong["text"] = "Say what it is for, in at most 200 characters."
    for side in ("from", "to"):
        if not 1 <= len(form[side]) <= 60:
            wrong[side] = "Name an account, in at most 60 characters."
    if form["from"].casefold() == form["to"].casefold():
        wrong["to"] = "Name another account than the first."
    parts = re.fullmatch(r"(\d{1,9})(?:[.,](\d{2}))?", form["amount"])
    cents = int(parts[1]) * 100 + int(parts[2] or 0) if parts else 0
    if cents == 0:
        wrong["amount"] = "Write an amount, such as 19.90."
    if not re.fullmatch(r"[0-9a-f]{32}", form["form"]):
        wrong["form"] = "Open the page again, then send it."
    who = flask.request.headers.get("X-Stead-User", "somebody")
    return (form["form"], day, form["text"], who, form["from"], form["to"], cents), wrong


def write(cursor, booking):
    """Writes both sides down, or neither; a form that is sent twice is written once."""
    form, day, text, who, source, target, cents = booking
    cursor.execute(
        "INSERT IGNORE INTO booking (form, day, text, account) VALUES (%s, %s, %s, %s)", (form, day, text, who)
    )
    if cursor.rowcount == 1:
        key = cursor.lastrowid
        cursor.executemany(
            "INSERT INTO side (booking, name, cents) VALUES (%s, %s, %s)",
            [(key, source, -cents), (key, target, cents)],
        )


def sides(cursor):
    cursor.execute(
        "SELECT b.id, b.day, b.text, s.name, s.cents, b.account FROM booking b JOIN side s ON s.booking = b.id"
        " ORDER BY b.id, s.cents"
    )
    return cursor.fetchall()


def balances(cursor):
    cursor.execute("SELECT name, CAST(SUM(cents) AS SIGNED) FROM side GROUP BY name ORDER BY name")
    return cursor.fetchall()


def count(cursor):
    cursor.execute("SELECT COUNT(*) FROM booking")
    return cursor.fetchone()[0]


def amount(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def show(status, form, wrong):
    found, accounts = database.run(lambda cursor: (sides(cursor), balances(cursor)))
    html = flask.render_template(
        "page.html",
        sides=list(reversed(found))[:200],
        balances=accounts,
        amount=amount,
        who=flask.request.headers.get("X-Stead-User", "nobody"),
        form={"day": datetime.date.today().isoformat(), **form, "form": secrets.token_hex(16)},
        wrong=wrong,
    )
    return html, status
