local ours = redis.call('GET', KEYS[1]) == ARGV[1]
if ours then
  redis.call('DEL', KEYS[1])
end
-- Ends a lease, withdraws an acquire whose answer never came, leaves the line. Answers 1 if the lock was ours, else 0.
-- ARGV 3 ms for which the lock stays taken, by nobody; if it does
if ours and ARGV[3] then
  redis.call('SET', KEYS[1], 'kept:' .. ARGV[1], 'PX', ARGV[3])
  return 1
end
local first = ours and redis.call('ZPOPMIN', KEYS[2])[1]
if ours and not first then return 1 end
-- include fence.lua
-- include crowd.lua
-- include hand.lua
if ours then
  hand_over(first)
  return 1
end
-- Those behind may have waited for this one only, beside a crowd.
if redis.call('ZREM', queue, token) == 1 then
  look()
  if limit then let_in() end
end
return 0
