-- What there is of one lock, for people to look at: changes nothing. KEYS lock, queue, fence
-- Answers { owner or '', ms until expiry, fencing token or '', how many stand in line }
return {
  redis.call('GET', KEYS[1]) or '', redis.call('PTTL', KEYS[1]), redis.call('GET', KEYS[3]) or '', redis.call('ZCARD', KEYS[2])
}
