-- What there is of one lock, for people to look at: changes nothing. KEYS lock, queue, fence, holders
-- Answers { owner, or a mark, or '', ms until expiry, fencing token or '', how many stand in line, how many hold it }
local owner = redis.call('GET', KEYS[1]) or ''
local count = owner == '' and 0 or 1
if owner:sub(1, 7) == 'shared:' then
  local time = redis.call('TIME')
  count = redis.call('ZCOUNT', KEYS[4], ('(%.0f'):format(math.floor(time[1] * 1000 + time[2] / 1000)), '+inf')
end
return { owner, redis.call('PTTL', KEYS[1]), redis.call('GET', KEYS[3]) or '', redis.call('ZCARD', KEYS[2]), count }
