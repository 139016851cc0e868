-- Ends a lease on a lock that others may hold too, withdraws an acquire whose answer never came, leaves the line. Answers 1 if the
-- lease was ours, else 0. KEYS 4 holders; ARGV 3 ms for which its place stays taken, by nobody; if it does
-- include fence.lua
-- include hand.lua
look()
local ours = limit and redis.call('ZREM', holders, token) == 1
if ours and ARGV[3] then redis.call('ZADD', holders, now() + ARGV[3] + 1, 'kept:' .. token) end
if redis.call('ZREM', queue, token) == 1 or ours then
  if limit then let_in() end
  write_mark()
end
return ours and 1 or 0
