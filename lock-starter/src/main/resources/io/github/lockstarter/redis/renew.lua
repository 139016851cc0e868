if redis.call('GET', KEYS[1]) == ARGV[1] then
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
  end
  return 1
end
-- KEYS 1 lock; ARGV 1 owner token 2 ttl in ms. Never shortens. Answers 1 if the lock is ours, else 0.
return 0
