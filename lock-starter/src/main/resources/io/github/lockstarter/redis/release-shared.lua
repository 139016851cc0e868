-- Ends a lease on a lock that others may hold too, withdraws an acquire whose answer never came, leaves the line. Answers 1 if the
-- lease was ours, else 0. ARGV 3 ms for which its place stays taken, by nobody; if it does
-- include fence.lua
-- include crowd.lua
look()
local ours = limit and redis.call('ZREM', holders, token) == 1
if ours and ARGV[3] then redis.call('ZADD', holders, now() + ARGV[3] + 1, 'kept:' .. token) end
if redis.call('EXISTS', queue) == 0 then
  if ours then settle() end
  return ours and 1 or 0
end

-- include hand.lua
redis.call('ZREM', queue, token)
if limit then let_in() end
settle()
return ours and 1 or 0
