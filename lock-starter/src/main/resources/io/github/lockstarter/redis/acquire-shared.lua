-- Takes a lock that as many may hold at once as the owner token says: see crowd.lua. Idempotent per owner token.
-- ARGV 3 '0' asks only, '1' stands in line when busy, '2' does so and may be passed the lock before the line
--      4 owner token of the lease that ends with this, or '' 5 for how long the caller has waited, in microseconds
-- Answers { 1 if the lease in 4 was ours, fencing token or '', ms until expiry, owner, '', smallest number of permits in use }
-- include fence.lua
-- include crowd.lua
local standing, previous = ARGV[3], ARGV[4]
look()
-- First what may be refused: see crowd.lua.
if previous ~= '' and limit then write_mark() end
local ended = previous ~= '' and limit and redis.call('ZREM', holders, previous) == 1
local until_now = limit and redis.call('ZSCORE', holders, token)
local line = redis.call('EXISTS', queue) == 1

local function grant()
  admit(token, ttl)
  local left = math.max(tonumber(ttl), (tonumber(until_now) or 0) - now() - 1)
  return { ended and 1 or 0, last_fencing_token(), left, token, '', tostring(limit) }
end

if not line and (until_now or fits(token)) then return grant() end

-- include hand.lua
local came = clock_us() - ARGV[5]
local granted = until_now
if not granted and standing == '2' then granted = fits(token) end
if not granted then
  local behind = let_in(token, came)
  granted = fits(token) and not (behind and held_back and held_back > now())
end
if granted then
  redis.call('ZREM', queue, token)
  return grant()
end

if standing ~= '0' then
  redis.call('ZADD', queue, 'NX', ('%.0f'):format(came), token)
  redis.call('PEXPIRE', queue, 60000)
  if limit and not fits(token) then hold_back() end
end
if ended then settle() end
local left = redis.call('PTTL', lock)
if limit then left = redis.call('ZRANGE', holders, 0, 0, 'WITHSCORES')[2] - now() end
return { ended and 1 or 0, '', left, redis.call('GET', lock), alone and redis.call('GET', fence) or '', tostring(limit or 1) }
