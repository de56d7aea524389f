-- Errand, tables for SQLite, version 1. Instants are microseconds since 1970-01-01 UTC.
CREATE TABLE errand_task (
    id             text         NOT NULL PRIMARY KEY,
    version        integer       NOT NULL,
    stamp          integer       NOT NULL,
    type           varchar(100) NOT NULL,
    tenant         varchar(200) NOT NULL,
    owner          varchar(200) NOT NULL,
    task_key       varchar(200),
    title          varchar(200) NOT NULL,
    priority       integer     NOT NULL,
    turn           integer      NOT NULL,
    submitted_at   integer       NOT NULL,
    starts_at      integer       NOT NULL,
    retry_of       text,
    state          varchar(16)  NOT NULL,
    attempt        integer      NOT NULL,
    failures       integer      NOT NULL,
    losses         integer      NOT NULL,
    irrevocable    integer      NOT NULL,
    resumable      integer      NOT NULL,
    due_at         integer,
    ended_at       integer,
    kept_until     integer,
    seen           integer      NOT NULL DEFAULT 0,
    notice_at      integer,
    notice         varchar(1000),
    node           text,
    lease          text,
    input          text,
    input_hash     integer       NOT NULL,
    timeline       text         NOT NULL,
    progress       text,
    failed_items   text,
    artifacts      text,
    starting_point text,
    cursor_value   text,
    outcome        text,
    result         text,
    trace_parent   varchar(55),
    downloads      text
);
CREATE UNIQUE INDEX errand_task_key ON errand_task (tenant, owner, type, task_key) WHERE task_key IS NOT NULL;
CREATE INDEX errand_task_owner ON errand_task (tenant, owner, id);
CREATE INDEX errand_task_queue ON errand_task (type, priority DESC, turn, id) WHERE state = 'QUEUED';
CREATE INDEX errand_task_open ON errand_task (state, id) WHERE ended_at IS NULL;
CREATE INDEX errand_task_failed ON errand_task (id) WHERE state = 'FAILED';
CREATE INDEX errand_task_due ON errand_task (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX errand_task_node ON errand_task (node) WHERE node IS NOT NULL;
CREATE INDEX errand_task_ended ON errand_task (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX errand_task_notice ON errand_task (notice_at) WHERE notice_at IS NOT NULL;
CREATE INDEX errand_task_unseen ON errand_task (tenant, owner, id) WHERE ended_at IS NOT NULL AND NOT seen;

CREATE TABLE errand_node (
    id          text         NOT NULL PRIMARY KEY,
    name varchar(200) NOT NULL,
    started_at  integer       NOT NULL,
    alive_until integer       NOT NULL,
    draining    integer      NOT NULL,
    capacity    integer      NOT NULL,
    types       text         NOT NULL
);

CREATE TABLE errand_recurrence (
    name   varchar(100) NOT NULL PRIMARY KEY,
    decided_up_to varchar(40)  NOT NULL,
    latest text
);

-- How far the turns of a type have come.
CREATE TABLE errand_turn (
    type     varchar(100) NOT NULL,
    priority integer      NOT NULL,
    turn     integer      NOT NULL,
    PRIMARY KEY (type, priority)
);

-- One row for each thing that one transaction does at a time; rows 0 to 63 are for submissions that join others.
CREATE TABLE errand_gate (
    name varchar(100) NOT NULL PRIMARY KEY
);
INSERT INTO errand_gate (name) VALUES ('admission');
INSERT INTO errand_gate (name)
WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < 63)
SELECT 'submission-' || n FROM counted;

-- What tasks have done to the outside. The ledger of a task that is forgotten is deleted some rows at a time.
CREATE TABLE errand_ledger (
    task_id    text         NOT NULL,
    section    varchar(200) NOT NULL,
    item       varchar(200) NOT NULL,
    state      varchar(8)   NOT NULL,
    attempt    integer      NOT NULL,
    stamp      integer      NOT NULL,
    note       varchar(500) NOT NULL,
    changed_at integer      NOT NULL,
    PRIMARY KEY (task_id, section, item)
);

CREATE TABLE errand_forgotten (
    task_id text NOT NULL PRIMARY KEY
);

-- Whose tasks were that are forgotten.
CREATE TABLE errand_tombstone (
    task_id      text NOT NULL PRIMARY KEY,
    tenant       varchar(200) NOT NULL,
    owner        varchar(200) NOT NULL,
    forgotten_at integer NOT NULL
);
CREATE INDEX errand_tombstone_age ON errand_tombstone (forgotten_at);

-- Files, in chunks: each is left alone up to kept_until, and nobody sees it unless it is WHOLE.
CREATE TABLE errand_artifact (
    id          text         NOT NULL PRIMARY KEY,
    file_name   varchar(200) NOT NULL,
    media_type  varchar(302) NOT NULL,
    chunk_bytes integer      NOT NULL,
    state       varchar(8)   NOT NULL,
    kept_until  integer      NOT NULL,
    size_bytes  integer,
    sha256      varchar(64)
);
CREATE INDEX errand_artifact_sweep ON errand_artifact (state, kept_until);

CREATE TABLE errand_chunk (
    artifact text    NOT NULL,
    number   integer NOT NULL,
    content  blob    NOT NULL,
    PRIMARY KEY (artifact, number)
);

-- Types of which no task is begun.
CREATE TABLE IF NOT EXISTS errand_pause (
    type      varchar(100) NOT NULL PRIMARY KEY,
    paused_by varchar(200) NOT NULL,
    reason    varchar(200) NOT NULL,
    paused_at integer NOT NULL
);

-- Which version this is: the last statement, so that tables without it are known to be incomplete.
CREATE TABLE IF NOT EXISTS errand_schema (version integer NOT NULL PRIMARY KEY);
INSERT INTO errand_schema (version) VALUES (1);
