local ours = redis.call('GET', KEYS[1]) == ARGV[1]
if ours then
  redis.call('DEL', KEYS[1])
end
-- Ends a lease, withdraws an acquire whose answer never came, leaves the line. Answers 1 if the lock was ours, else 0.
local first = ours and redis.call('ZPOPMIN', KEYS[2])[1]
if ours and not first then return 1 end
-- include fence.lua
-- include hand.lua
if ours then
  hand_over(first)
  return 1
end
redis.call('ZREM', queue, token)
return 0
