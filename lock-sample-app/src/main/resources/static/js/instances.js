import {byId} from './dom.js';
import {on} from './events.js';

let known = {self: null, all: []};

const hosts = () => new Set(known.all.map(each => each.host)).size;

const nameOf = instance => `port ${instance.port} (process ${instance.pid}${hosts() > 1 ? `, ${instance.host}` : ''})`;

/** Who holds a lock, in words. */
export function holderName(holder) {
  if (holder.pid === null) {
    return 'somebody';
  }
  const instance = known.all.find(each => each.pid === holder.pid && each.host === holder.host);
  if (!instance) {
    return `process ${holder.pid} on ${holder.host}`;
  }
  return instance.id === known.self ? 'this instance' : `the instance on ${nameOf(instance)}`;
}

on('instances', state => {
  known = state;
  const self = state.all.find(each => each.id === state.self);
  const others = state.all.filter(each => each.id !== state.self);
  byId('instances').textContent = `This page comes from the instance on ${nameOf(self)}. `
    + (others.length === 0
      ? 'It is the only one. Start another with --server.port=8081, and both share items, locks, races and stories.'
      : `Also running: ${others.map(nameOf).join(', ')}. All share items, locks, races and stories.`);
});
