-- Errand, tables for MariaDB, version 1. Instants are microseconds since 1970-01-01 UTC.
CREATE TABLE IF NOT EXISTS errand_task (
    id             char(36) CHARACTER SET ascii COLLATE ascii_bin         NOT NULL PRIMARY KEY,
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
    retry_of       char(36) CHARACTER SET ascii COLLATE ascii_bin,
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
    node           char(36) CHARACTER SET ascii COLLATE ascii_bin,
    lease          char(36) CHARACTER SET ascii COLLATE ascii_bin,
    input          longtext,
    input_hash     bigint       NOT NULL,
    timeline       longtext         NOT NULL,
    progress       longtext,
    failed_items   longtext,
    artifacts      longtext,
    starting_point longtext,
    cursor_value   longtext,
    outcome        longtext,
    result         longtext,
    trace_parent   varchar(55),
    downloads      longtext,
    UNIQUE KEY errand_task_key (tenant, owner, type, task_key),
    KEY errand_task_owner (tenant, owner, id),
    KEY errand_task_queue (state, type, priority DESC, turn, id),
    KEY errand_task_state (state, id),
    KEY errand_task_due (due_at),
    KEY errand_task_node (node),
    KEY errand_task_ended (ended_at),
    KEY errand_task_notice (notice_at),
    KEY errand_task_unseen (tenant, owner, seen, ended_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS errand_node (
    id          char(36) CHARACTER SET ascii COLLATE ascii_bin         NOT NULL PRIMARY KEY,
    name varchar(200) NOT NULL,
    started_at  bigint       NOT NULL,
    alive_until bigint       NOT NULL,
    draining    boolean      NOT NULL,
    capacity    integer      NOT NULL,
    types       longtext         NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS errand_recurrence (
    name   varchar(100) NOT NULL PRIMARY KEY,
    decided_up_to varchar(40)  NOT NULL,
    latest char(36) CHARACTER SET ascii COLLATE ascii_bin
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- How far the turns of a type have come.
CREATE TABLE IF NOT EXISTS errand_turn (
    type     varchar(100) NOT NULL,
    priority smallint     NOT NULL,
    turn     bigint       NOT NULL,
    PRIMARY KEY (type, priority)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- One row for each thing that one transaction does at a time; rows 0 to 63 are for submissions that join others.
CREATE TABLE IF NOT EXISTS errand_gate (
    name varchar(100) NOT NULL PRIMARY KEY
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;
INSERT IGNORE INTO errand_gate (name) VALUES ('admission');
INSERT IGNORE INTO errand_gate (name)
WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < 63)
SELECT CONCAT('submission-', n) FROM counted;

-- What tasks have done to the outside. The ledger of a task that is forgotten is deleted some rows at a time.
CREATE TABLE IF NOT EXISTS errand_ledger (
    task_id    char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    section    varchar(200) NOT NULL,
    item       varchar(200) NOT NULL,
    state      varchar(8)   NOT NULL,
    attempt    integer      NOT NULL,
    stamp      bigint       NOT NULL,
    note       varchar(500) NOT NULL,
    changed_at bigint       NOT NULL,
    PRIMARY KEY (task_id, section, item)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS errand_forgotten (
    task_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ENGINE = InnoDB;

-- Whose tasks were that are forgotten.
CREATE TABLE IF NOT EXISTS errand_tombstone (
    task_id      char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    tenant       varchar(200) NOT NULL,
    owner        varchar(200) NOT NULL,
    forgotten_at bigint NOT NULL,
    KEY errand_tombstone_age (forgotten_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- Files, in chunks: each is left alone up to kept_until, and nobody sees it unless it is WHOLE.
CREATE TABLE IF NOT EXISTS errand_artifact (
    id          char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    file_name   varchar(200) NOT NULL,
    media_type  varchar(302) NOT NULL,
    chunk_bytes integer      NOT NULL,
    state       varchar(8)   NOT NULL,
    kept_until  bigint       NOT NULL,
    size_bytes  bigint,
    sha256      varchar(64),
    KEY errand_artifact_sweep (state, kept_until)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS errand_chunk (
    artifact char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number   integer    NOT NULL,
    content  mediumblob NOT NULL,
    PRIMARY KEY (artifact, number)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS errand_ticket (
    task_name            varchar(100)                     NOT NULL,
    task_instance        varchar(100)                     NOT NULL,
    task_data            longblob,
    execution_time       timestamp(6) NOT NULL,
    picked               boolean                  NOT NULL,
    picked_by            varchar(50),
    last_success         timestamp(6) NULL,
    last_failure         timestamp(6) NULL,
    consecutive_failures integer,
    last_heartbeat       timestamp(6) NULL,
    version              bigint                   NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance),
    KEY errand_ticket_next (priority DESC, execution_time ASC)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- Types of which no task is begun.
CREATE TABLE IF NOT EXISTS errand_pause (
    type      varchar(100) NOT NULL PRIMARY KEY,
    paused_by varchar(200) NOT NULL,
    reason    varchar(200) NOT NULL,
    paused_at bigint NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- Which version this is: the last statement, so that tables without it are known to be incomplete.
CREATE TABLE IF NOT EXISTS errand_schema (version integer NOT NULL PRIMARY KEY) ENGINE = InnoDB;
INSERT INTO errand_schema (version) VALUES (1);
