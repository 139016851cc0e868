-- Ends a lock whoever holds it, one or several, tells those, and goes on to the first in line. ARGV none: there is no token, nor a
-- ttl. KEYS 4 holders. Answers { owner, fencing token }, or { '', '' } if nobody holds it
-- include fence.lua
-- The fencing token is kept for no less than before, and a reservation lasts as long as it may.
ttl = math.max(redis.call('PTTL', lock), math.ceil(redis.call('PTTL', fence) / 10), 1000)
-- include crowd.lua
-- include hand.lua
local owner = look()
if not owner then return { '', '' } end
local fencing_token = next_fencing_token()
local ended = limit and redis.call('ZRANGE', holders, 0, -1) or { owner }
redis.call('DEL', lock)
if limit then redis.call('DEL', holders) end
alone, limit = nil, nil
for _, each in ipairs(ended) do
  -- What stands there may be anybody's, and of any length.
  local name = #each < 400 and each:match('^.*@!?(.*)$')
  if name then redis.pcall('PUBLISH', $CHANNEL .. name, lock .. ' ' .. each .. ' !' .. fencing_token) end
  -- It may stand in line though it had the lock.
  redis.call('ZREM', queue, each)
end
hand_over(redis.call('ZPOPMIN', queue)[1])
return { owner, fencing_token }
