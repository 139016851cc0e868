-- Sees to it that a lease on a lock that others may hold too lasts at least the ttl. Never shortens, and always writes: only a write
-- can be acknowledged by replicas. Answers 1 if the lease is ours, else 0.
-- include fence.lua
-- include crowd.lua
look()
if not limit or not redis.call('ZSCORE', holders, token) then return 0 end
local expiry = now() + ttl + 1
local last = ('%.0f'):format(math.max(expiry, tonumber(last_expiry()) or 0))
redis.call('PEXPIREAT', lock, last)
redis.call('ZADD', holders, 'GT', expiry, token)
redis.call('PEXPIREAT', holders, last)
return 1
