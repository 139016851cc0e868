-- The fences of lock-starter on MySQL and MariaDB: one row a resource, with the greatest fencing token that has claimed it.
-- The resource is the UTF-8 of its name, as bytes: text would take 'a', 'A' and 'a ' for the same in most collations.
-- claimed_at is in UTC, lock_name is the lock that claimed last. The engine must be one with transactions.
CREATE TABLE IF NOT EXISTS lock_fence (
    resource   VARBINARY(512) NOT NULL PRIMARY KEY,
    token      BIGINT         NOT NULL,
    claims     BIGINT         NOT NULL,
    claimed_at DATETIME(6)    NOT NULL,
    lock_name  VARCHAR(255)   NOT NULL
) ENGINE = InnoDB;
