-- The fences of lock-starter on H2: one row a resource, with the greatest fencing token that has claimed it.
-- The resource is the UTF-8 of its name: UTF8TOSTRING(resource) to read it. lock_name is the lock that claimed last.
CREATE TABLE IF NOT EXISTS lock_fence (
    resource   VARBINARY(512)              NOT NULL PRIMARY KEY,
    token      BIGINT                      NOT NULL,
    claims     BIGINT                      NOT NULL,
    claimed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    lock_name  VARCHAR(255)                NOT NULL
);
