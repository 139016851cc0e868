-- Takes a free lock, takes up a reservation, asks again, and passes a lock on inside one JVM. Idempotent per owner token.
-- ARGV 7 ttl in ms 8 owner token of the lease that ends with this, or '' 9 '1': may be passed on past the line
--      10 '1': stand in line when busy 11 least fencing token
-- Answers { 1 if the lease in 8 was ours, fencing token or '', ms until expiry, owner, last fencing token }
-- include hand.lua
local ttl, previous, floor = ARGV[7], ARGV[8], tonumber(ARGV[11])
local ended, mine = 0, false

if previous ~= '' and redis.call('GET', lock) == previous then
  ended = 1
  mine = ARGV[9] == '1' or not hand_over(true)
  if mine then redis.call('SET', lock, token, 'PX', ttl) end
elseif redis.call('SET', lock, token, 'NX', 'PX', ttl) then
  mine = not hand_over(true)
elseif redis.call('GET', lock) == token then
  local left = redis.call('PTTL', lock)
  if left < tonumber(ttl) then
    redis.call('PEXPIRE', lock, ttl)
    left = tonumber(ttl)
  end
  local granted = redis.call('GET', fence)
  if not granted or tonumber(granted) < floor then granted = next_fencing_token(floor) end
  return { ended, granted, left, token, granted }
end
if mine then return { ended, next_fencing_token(floor), tonumber(ttl), token, '' } end

if ARGV[10] == '1' then
  local time = redis.call('TIME')
  redis.call('ZADD', queue, 'NX', string.format('%.0f', time[1] * 1000000 + time[2]), token)
  redis.call('PEXPIRE', queue, 60000)
end
return { ended, '', redis.call('PTTL', lock), redis.call('GET', lock), redis.call('GET', fence) or '0' }
