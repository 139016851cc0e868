-- Takes a free lock, takes up a reservation, asks again, and passes a lock on inside one JVM. Idempotent per owner token.
-- ARGV 7 ttl in ms 8 '0' asks only, '1' stands in line when busy, '2' does so and may be passed the lock before the line
--      9 owner token of the lease that ends with this, if one does 10 least fencing token, if there is one
-- Answers { fencing token } when the lock is this token's from now on, for the ttl, and the lease in 9, if given, was ours;
-- else { 1 if the lease in 9 was ours, fencing token or '', ms until expiry, owner }
-- include hand.lua
local ttl, standing, previous, floor = ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local ended = 0

if not previous or previous == '' then
  if redis.call('SET', lock, token, 'NX', 'PX', ttl) and not hand_over(true) then return { next_fencing_token(floor) } end
elseif redis.call('GET', lock) == previous then
  ended = 1
  if standing == '2' or not hand_over(true) then
    redis.call('SET', lock, token, 'PX', ttl)
    return { next_fencing_token(floor) }
  end
elseif redis.call('SET', lock, token, 'NX', 'PX', ttl) and not hand_over(true) then
  return { ended, next_fencing_token(floor), tonumber(ttl), token }
end

local owner, left = redis.call('GET', lock), redis.call('PTTL', lock)
if owner == token then
  if left < tonumber(ttl) then
    redis.call('PEXPIRE', lock, ttl)
    left = tonumber(ttl)
  end
  local granted = redis.call('GET', fence)
  if not granted or floor and tonumber(granted) < tonumber(floor) then granted = next_fencing_token(floor) end
  return { ended, granted, left, token }
end

if standing ~= '0' then
  local time = redis.call('TIME')
  redis.call('ZADD', queue, 'NX', time[1] .. ('00000' .. time[2]):sub(-6), token)
  redis.call('PEXPIRE', queue, 60000)
end
return { ended, '', left, owner }
