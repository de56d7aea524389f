-- Errand, tables for H2, version 1. Instants are microseconds since 1970-01-01 UTC.
CREATE TABLE IF NOT EXISTS errand_task (
    id             uuid         NOT NULL PRIMARY KEY,
    version        bigint       NOT NULL,
    stamp          bigint       NOT NULL,
    type           varchar(100)     NOT NULL,
    tenant         varchar(200)     NOT NULL,
    owner          varchar(200)     NOT NULL,
    task_key       varchar(200),
    title          varchar(200)     NOT NULL,
    priority       smallint     NOT NULL,
    turn           bigint       NOT NULL,
    submitted_at   bigint       NOT NULL,
    starts_at      bigint       NOT NULL,
    retry_of       uuid,
    state          varchar(16)  NOT NULL,
    attempt        integer      NOT NULL,
    failures       integer      NOT NULL,
    losses         integer      NOT NULL,
    irrevocable    boolean      NOT NULL,
    resumable      boolean      NOT NULL,
    due_at         bigint,
    ended_at       bigint,
    kept_until     bigint,
    seen           boolean      NOT NULL DEFAULT FALSE,
    notice_at      bigint,
    notice         varchar(1000),
    node           uuid,
    lease          uuid,
    input          clob,
    input_hash     bigint       NOT NULL,
    timeline       varchar(1048576)         NOT NULL,
    progress       varchar(1048576),
    failed_items   clob,
    artifacts      varchar(1048576),
    starting_point clob,
    cursor_value   clob,
    outcome        varchar(1048576),
    result         clob,
    trace_parent   varchar(55),
    downloads      varchar(1048576)
);
CREATE UNIQUE INDEX IF NOT EXISTS errand_task_key ON errand_task (tenant, owner, type, task_key);
CREATE INDEX IF NOT EXISTS errand_task_owner ON errand_task (tenant, owner, id);
CREATE INDEX IF NOT EXISTS errand_task_queue ON errand_task (state, type, priority DESC, turn, id);
CREATE INDEX IF NOT EXISTS errand_task_state ON errand_task (state, id);
CREATE INDEX IF NOT EXISTS errand_task_due ON errand_task (due_at);
CREATE INDEX IF NOT EXISTS errand_task_node ON errand_task (node);
CREATE INDEX IF NOT EXISTS errand_task_ended ON errand_task (ended_at);
CREATE INDEX IF NOT EXISTS errand_task_notice ON errand_task (notice_at);
CREATE INDEX IF NOT EXISTS errand_task_unseen ON errand_task (tenant, owner, seen, ended_at);

CREATE TABLE IF NOT EXISTS errand_node (
    id          uuid         NOT NULL PRIMARY KEY,
    name varchar(200) NOT NULL,
    started_at  bigint       NOT NULL,
    alive_until bigint       NOT NULL,
    draining    boolean      NOT NULL,
    capacity    integer      NOT NULL,
    types       varchar(1048576)         NOT NULL
);

CREATE TABLE IF NOT EXISTS errand_recurrence (
    name   varchar(100) NOT NULL PRIMARY KEY,
    decided_up_to varchar(40)  NOT NULL,
    latest uuid
);

-- How far the turns of a type have come.
CREATE TABLE IF NOT EXISTS errand_turn (
    type     varchar(100) NOT NULL,
    priority smallint     NOT NULL,
    turn     bigint       NOT NULL,
    PRIMARY KEY (type, priority)
);

-- One row for each thing that one transaction does at a time; rows 0 to 63 are for submissions that join others.
CREATE TABLE IF NOT EXISTS errand_gate (
    name varchar(100) NOT NULL PRIMARY KEY
);
MERGE INTO errand_gate (name) KEY (name) VALUES ('admission');
MERGE INTO errand_gate (name) KEY (name) SELECT 'submission-' || "X" FROM system_range(0, 63);

-- What tasks have done to the outside. The ledger of a task that is forgotten is deleted some rows at a time.
CREATE TABLE IF NOT EXISTS errand_ledger (
    task_id    uuid         NOT NULL,
    section    varchar(200) NOT NULL,
    item       varchar(200) NOT NULL,
    state      varchar(8)   NOT NULL,
    attempt    integer      NOT NULL,
    stamp      bigint       NOT NULL,
    note       varchar(500) NOT NULL,
    changed_at bigint       NOT NULL,
    PRIMARY KEY (task_id, section, item)
);

CREATE TABLE IF NOT EXISTS errand_forgotten (
    task_id uuid NOT NULL PRIMARY KEY
);

-- Whose tasks were that are forgotten.
CREATE TABLE IF NOT EXISTS errand_tombstone (
    task_id      uuid NOT NULL PRIMARY KEY,
    tenant       varchar(200) NOT NULL,
    owner        varchar(200) NOT NULL,
    forgotten_at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS errand_tombstone_age ON errand_tombstone (forgotten_at);

-- Files, in chunks: each is left alone up to kept_until, and nobody sees it unless it is WHOLE.
CREATE TABLE IF NOT EXISTS errand_artifact (
    id          uuid         NOT NULL PRIMARY KEY,
    file_name   varchar(200) NOT NULL,
    media_type  varchar(302) NOT NULL,
    chunk_bytes integer      NOT NULL,
    state       varchar(8)   NOT NULL,
    kept_until  bigint       NOT NULL,
    size_bytes  bigint,
    sha256      varchar(64)
);
CREATE INDEX IF NOT EXISTS errand_artifact_sweep ON errand_artifact (state, kept_until);

CREATE TABLE IF NOT EXISTS errand_chunk (
    artifact uuid    NOT NULL,
    number   integer NOT NULL,
    content  varbinary(1048576) NOT NULL,
    PRIMARY KEY (artifact, number)
);

CREATE TABLE IF NOT EXISTS errand_ticket (
    task_name            varchar(100)                     NOT NULL,
    task_instance        varchar(100)                     NOT NULL,
    task_data            binary large object,
    execution_time       timestamp with time zone NOT NULL,
    picked               boolean                  NOT NULL,
    picked_by            varchar(50),
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp with time zone,
    version              bigint                   NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS errand_ticket_next ON errand_ticket (priority DESC, execution_time ASC);

-- Types of which no task is begun.
CREATE TABLE IF NOT EXISTS errand_pause (
    type      varchar(100) NOT NULL PRIMARY KEY,
    paused_by varchar(200) NOT NULL,
    reason    varchar(200) NOT NULL,
    paused_at bigint NOT NULL
);

-- Which version this is: the last statement, so that tables without it are known to be incomplete.
CREATE TABLE IF NOT EXISTS errand_schema (version integer NOT NULL PRIMARY KEY);
INSERT INTO errand_schema (version) VALUES (1);
