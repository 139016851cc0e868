-- Takes a free lock, takes up a reservation, asks again, and passes a lock on inside one JVM. Idempotent per owner token.
-- ARGV 3 '0' asks only, '1' stands in line when busy, '2' does so and may be passed the lock before the line
--      4 owner token of the lease that ends with this, if one does 5 least fencing token, if there is one
-- Answers { fencing token } when the lock is this token's from now on, for the ttl, and the lease in 4, if given, was ours;
-- else { 1 if the lease in 4 was ours, fencing token or '', ms until expiry, owner }; to which comes, where it is another's, the
-- fencing token of that lease, which says since when
-- include fence.lua
local standing, previous, floor = ARGV[3], ARGV[4], ARGV[5]
if previous == '' then previous = nil end
local ended = previous and redis.call('GET', lock) == previous
local mine, first = ended, nil

if not ended then mine = redis.call('SET', lock, token, 'NX', 'PX', ttl) end
if mine and not (ended and standing == '2') then first = redis.call('ZPOPMIN', queue)[1] end
if mine and (not first or first == token) then
  if ended then redis.call('SET', lock, token, 'PX', ttl) end
  if ended or not previous then return { next_fencing_token(floor) } end
  return { 0, next_fencing_token(floor), tonumber(ttl), token }
end

-- include crowd.lua
-- include hand.lua
local owner, since
if mine then
  owner, since = hand_over(first, previous, true)
  if not owner then
    redis.call('SET', lock, token, 'PX', ttl)
    return { ended and 1 or 0, next_fencing_token(floor), tonumber(ttl), token }
  end
end
local left = owner and reservation or redis.call('PTTL', lock)
owner = owner or redis.call('GET', lock)

if owner == token then
  -- Even where it changes nothing: only a write can be acknowledged by replicas.
  left = math.max(left, tonumber(ttl))
  redis.call('PEXPIRE', lock, left)
  local granted = redis.call('GET', fence)
  if not granted then
    granted = next_fencing_token(floor)
  elseif floor and tonumber(granted) < tonumber(floor) then
    granted = floor
    redis.call('SET', fence, granted, 'PX', kept(granted, redis.call('TIME')))
  end
  return { ended and 1 or 0, granted, left, token }
end

if standing ~= '0' then
  if not since then
    local time = redis.call('TIME')
    since = time[1] .. ('00000' .. time[2]):sub(-6)
  end
  redis.call('ZADD', queue, 'NX', since, token)
  redis.call('PEXPIRE', queue, 60000)
  if owner:sub(1, 7) == 'shared:' then
    look()
    if limit then hold_back() end
  end
end
return { ended and 1 or 0, '', left, owner, redis.call('GET', fence) or '' }
