-- Errand, tables for PostgreSQL, version 1. Instants are microseconds since 1970-01-01 UTC.
CREATE TABLE errand_task (
    id             uuid         NOT NULL PRIMARY KEY,
    version        bigint       NOT NULL,
    stamp          bigint       NOT NULL,
    type           varchar(100) NOT NULL,
    tenant         varchar(200) NOT NULL,
    owner          varchar(200) NOT NULL,
    task_key       varchar(200),
    title          varchar(200) NOT NULL,
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
    input          text,
    input_hash     bigint       NOT NULL,
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
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.02);
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
    id          uuid         NOT NULL PRIMARY KEY,
    name        varchar(200) NOT NULL,
    started_at  bigint       NOT NULL,
    alive_until bigint       NOT NULL,
    draining    boolean      NOT NULL,
    capacity    integer      NOT NULL,
    types       text         NOT NULL
);

CREATE TABLE errand_recurrence (
    name          varchar(100) NOT NULL PRIMARY KEY,
    decided_up_to varchar(40)  NOT NULL,
    latest        uuid
);

-- How far the turns of a type have come.
CREATE TABLE errand_turn (
    type     varchar(100) NOT NULL,
    priority smallint     NOT NULL,
    turn     bigint       NOT NULL,
    PRIMARY KEY (type, priority)
);

-- One row for each thing that one transaction does at a time; rows 0 to 63 are for submissions that join others.
CREATE TABLE errand_gate (
    name varchar(100) NOT NULL PRIMARY KEY
);
INSERT INTO errand_gate (name) VALUES ('admission');
INSERT INTO errand_gate (name) SELECT 'submission-' || n FROM generate_series(0, 63) AS n;

-- What tasks have done to the outside. The ledger of a task that is forgotten is deleted some rows at a time.
CREATE TABLE errand_ledger (
    task_id    uuid                     NOT NULL,
    section    varchar(200) COLLATE "C" NOT NULL,
    item       varchar(200) COLLATE "C" NOT NULL,
    state      varchar(8)               NOT NULL,
    attempt    integer                  NOT NULL,
    stamp      bigint                   NOT NULL,
    note       varchar(500)             NOT NULL,
    changed_at bigint                   NOT NULL,
    PRIMARY KEY (task_id, section, item)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1,
        autovacuum_analyze_scale_factor = 0.05);

CREATE TABLE errand_forgotten (
    task_id uuid NOT NULL PRIMARY KEY
);

-- Whose tasks were that are forgotten.
CREATE TABLE errand_tombstone (
    task_id      uuid NOT NULL PRIMARY KEY,
    tenant       varchar(200) NOT NULL,
    owner        varchar(200) NOT NULL,
    forgotten_at bigint NOT NULL
);
CREATE INDEX errand_tombstone_age ON errand_tombstone (forgotten_at);

-- Files, in chunks: each is left alone up to kept_until, and nobody sees it unless it is WHOLE.
CREATE TABLE errand_artifact (
    id          uuid         NOT NULL PRIMARY KEY,
    file_name   varchar(200) NOT NULL,
    media_type  varchar(302) NOT NULL,
    chunk_bytes integer      NOT NULL,
    state       varchar(8)   NOT NULL,
    kept_until  bigint       NOT NULL,
    size_bytes  bigint,
    sha256      varchar(64)
);
CREATE INDEX errand_artifact_sweep ON errand_artifact (state, kept_until);

CREATE TABLE errand_chunk (
    artifact uuid    NOT NULL,
    number   integer NOT NULL,
    content  bytea   NOT NULL,
    PRIMARY KEY (artifact, number)
);

CREATE TABLE errand_ticket (
    task_name            text                     NOT NULL,
    task_instance        text                     NOT NULL,
    task_data            bytea,
    execution_time       timestamp with time zone NOT NULL,
    picked               boolean                  NOT NULL,
    picked_by            text,
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp with time zone,
    version              bigint                   NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000);
CREATE INDEX errand_ticket_next ON errand_ticket (priority DESC, execution_time ASC);

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
