-- Errand, tables for MariaDB, from version 1 to version 2: the trace of whoever submitted, how often files were
-- fetched, and types that are paused.
ALTER TABLE errand_task ADD COLUMN IF NOT EXISTS trace_parent varchar(55), ADD COLUMN IF NOT EXISTS downloads longtext;

-- Types of which no task is begun.
CREATE TABLE IF NOT EXISTS errand_pause (
    type      varchar(100) NOT NULL PRIMARY KEY,
    paused_by varchar(200) NOT NULL,
    reason    varchar(200) NOT NULL,
    paused_at bigint NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin ENGINE = InnoDB;

-- Which version this is: the last statement, so that tables without it are known to be incomplete.
INSERT INTO errand_schema (version) VALUES (2);
