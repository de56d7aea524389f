-- Errand, tables for MySQL, from version 1 to version 2: the trace of whoever submitted, how often files were
-- fetched, and types that are paused.
-- MySQL knows no ADD COLUMN IF NOT EXISTS, and its tables are not changed in transactions.
SET @errand_step = (SELECT IF(COUNT(*) = 0,
    'ALTER TABLE errand_task ADD COLUMN trace_parent varchar(55), ADD COLUMN downloads longtext', 'DO 0')
    FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'errand_task' AND column_name = 'downloads');
PREPARE errand_step FROM @errand_step;
EXECUTE errand_step;
DEALLOCATE PREPARE errand_step;

-- Types of which no task is begun.
CREATE TABLE IF NOT EXISTS errand_pause (
    type      varchar(100) NOT NULL PRIMARY KEY,
    paused_by varchar(200) NOT NULL,
    reason    varchar(200) NOT NULL,
    paused_at bigint NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin ENGINE = InnoDB;

-- Which version this is: the last statement, so that tables without it are known to be incomplete.
INSERT INTO errand_schema (version) VALUES (2);
