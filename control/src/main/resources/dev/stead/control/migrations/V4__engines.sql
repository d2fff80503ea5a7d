-- Portable SQL: times are integers (milliseconds), JSON is text, ids are made in Java. "Steady" times are on the steady
-- clock of steady_clock, others are since 1970, UTC.
ALTER TABLE site ADD COLUMN kind TEXT NOT NULL DEFAULT 'site';

-- One row for each engine that takes a place: from before its instance exists until nothing of it is left.
CREATE TABLE engine (
    id          TEXT    NOT NULL PRIMARY KEY,   -- also the instance's
    component   TEXT    NOT NULL,
    account     TEXT    NOT NULL,               -- name of whose it is, empty for a warm one
    resource    TEXT    NOT NULL,               -- empty for an engine per user
    parameters  TEXT    NOT NULL,               -- JSON
    definition  TEXT    NOT NULL,               -- digest of what it was started from
    state       TEXT    NOT NULL,
    began       INTEGER NOT NULL,               -- when its user asked for it; of a warm one, when it was started
    since       INTEGER NOT NULL,               -- since when it is in this state
    steady      INTEGER NOT NULL,               -- steady: when it began to be somebody's
    reason      TEXT    NOT NULL,               -- why it ends
    lines       TEXT    NOT NULL                -- the last that it wrote, when it ends by itself
);
CREATE TABLE engine_guest (
    engine_id   TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    PRIMARY KEY (engine_id, account)
);
-- Who waits for a place.
CREATE TABLE engine_ticket (
    component   TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    resource    TEXT    NOT NULL,
    parameters  TEXT    NOT NULL,               -- JSON
    asked       INTEGER NOT NULL,
    turn        INTEGER NOT NULL,               -- rises with each; lower ones come first
    PRIMARY KEY (component, account, resource)
);
-- What was open, for a month and more.
CREATE TABLE engine_use (
    id          TEXT    NOT NULL PRIMARY KEY,   -- the engine's
    component   TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    resource    TEXT    NOT NULL,
    began       INTEGER NOT NULL,
    ended       INTEGER NOT NULL,
    state       TEXT    NOT NULL,               -- CLOSED, or FAILED when it ended by itself
    reason      TEXT    NOT NULL,
    lines       TEXT    NOT NULL,
    cpu_millis  INTEGER NOT NULL,
    most_memory INTEGER NOT NULL                -- bytes
);
CREATE INDEX engine_use_key ON engine_use (account, component, resource, ended);
CREATE INDEX engine_use_ended ON engine_use (ended);
