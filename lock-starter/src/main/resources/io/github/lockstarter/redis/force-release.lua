-- Ends a lock whoever holds it, tells that one, and goes on to the first in line. ARGV none: there is no token, nor a ttl.
-- Answers { owner, fencing token }, or { '', '' } if nobody holds it
-- include fence.lua
-- The fencing token is kept for no less than before, and a reservation lasts as long as it may.
ttl = math.max(redis.call('PTTL', lock), math.ceil(redis.call('PTTL', fence) / 10), 1000)
-- include hand.lua
local owner = redis.call('GET', lock)
if not owner then return { '', '' } end
local fencing_token = next_fencing_token()
redis.call('DEL', lock)
-- What stands there may be anybody's, and of any length.
local instance = #owner < 400 and owner:match('^.*@!?(.*)$')
if instance then redis.pcall('PUBLISH', $CHANNEL .. instance, lock .. ' ' .. owner .. ' !' .. fencing_token) end
-- It may stand in line though it had the lock.
redis.call('ZREM', queue, owner)
hand_over(redis.call('ZPOPMIN', queue)[1])
return { owner, fencing_token }
