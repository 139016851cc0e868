-- The fences of lock-starter on PostgreSQL: one row a resource, with the greatest fencing token that has claimed it.
-- Collation "C" compares byte by byte. lock_name is the lock that claimed last.
CREATE TABLE IF NOT EXISTS lock_fence (
    resource   VARCHAR(512) COLLATE "C"    NOT NULL PRIMARY KEY,
    token      BIGINT                      NOT NULL,
    claims     BIGINT                      NOT NULL,
    claimed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    lock_name  VARCHAR(255)                NOT NULL
);
