-- Portable SQL: times are integers (milliseconds), JSON is text, ids are made in Java. A column `..._hash` holds
-- SHA-256 of a secret, base64url. "Steady" times are on the steady clock of steady_clock, others are since 1970, UTC.
ALTER TABLE audit RENAME COLUMN command TO action;
ALTER TABLE audit ADD COLUMN from_address TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN before_value TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN after_value  TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_who    ON audit (who, at);
CREATE INDEX audit_target ON audit (target, at);

CREATE TABLE account (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL,
    disabled      INTEGER NOT NULL,             -- 0 or 1
    password      TEXT    NOT NULL,             -- PHC string of Argon2id, empty for none
    totp          TEXT    NOT NULL,             -- secret of the second factor, base 32, empty for none
    totp_begun    TEXT    NOT NULL,             -- the same, not confirmed yet
    totp_step     INTEGER NOT NULL,             -- time step of the last code that counted
    created       INTEGER NOT NULL,
    last_sign_in  INTEGER NOT NULL              -- 0 for never
);
CREATE TABLE membership (
    account_id    TEXT    NOT NULL,
    group_name    TEXT    NOT NULL,
    PRIMARY KEY (account_id, group_name)
);
CREATE TABLE session (
    id            TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL,
    secret_hash   TEXT    NOT NULL UNIQUE,
    began         INTEGER NOT NULL,             -- steady
    used          INTEGER NOT NULL,             -- steady
    address       TEXT    NOT NULL,
    agent         TEXT    NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE origin_session (
    secret_hash   TEXT    NOT NULL PRIMARY KEY,
    session_id    TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    began         INTEGER NOT NULL              -- steady
);
CREATE INDEX origin_session_session ON origin_session (session_id);
CREATE TABLE one_time_code (
    code_hash     TEXT    NOT NULL PRIMARY KEY,
    session_id    TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    state_hash    TEXT    NOT NULL,
    ends          INTEGER NOT NULL,             -- steady
    used          INTEGER NOT NULL              -- 0 or 1
);
CREATE INDEX one_time_code_session ON one_time_code (session_id);
CREATE TABLE pending_factor (
    secret_hash   TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL,
    ends          INTEGER NOT NULL,             -- steady
    tries         INTEGER NOT NULL
);
CREATE INDEX pending_factor_account ON pending_factor (account_id);
CREATE TABLE password_link (
    secret_hash   TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL,
    ends          INTEGER NOT NULL
);
CREATE TABLE token (
    id            TEXT    NOT NULL PRIMARY KEY,
    account_id    TEXT    NOT NULL,
    secret_hash   TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    scopes        TEXT    NOT NULL,             -- JSON
    created       INTEGER NOT NULL,
    ends          INTEGER NOT NULL,
    used          INTEGER NOT NULL              -- 0 for never
);
CREATE INDEX token_account ON token (account_id);
CREATE TABLE recovery_code (
    account_id    TEXT    NOT NULL,
    code_hash     TEXT    NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
CREATE TABLE attempt (
    subject       TEXT    NOT NULL PRIMARY KEY, -- what was tried at: kind and hash
    failures      INTEGER NOT NULL,
    latest        INTEGER NOT NULL,             -- steady
    closed_until  INTEGER NOT NULL              -- steady
);
CREATE TABLE known_address (
    name_hash     TEXT    NOT NULL,
    address_hash  TEXT    NOT NULL,
    latest        INTEGER NOT NULL,             -- steady
    PRIMARY KEY (name_hash, address_hash)
);
CREATE TABLE steady_clock (
    id            INTEGER NOT NULL PRIMARY KEY, -- always 1
    boot          TEXT    NOT NULL,
    ahead         INTEGER NOT NULL,             -- to be added to the time since boot
    highest       INTEGER NOT NULL
);
CREATE TABLE first_account (
    made          INTEGER NOT NULL PRIMARY KEY  -- when; no row: there has never been an account
);
