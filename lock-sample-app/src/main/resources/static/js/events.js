import {byId} from './dom.js';

const handlers = new Map();

const trouble = {};

/** Calls the handler with each new state of a topic, once connected. One for each topic. */
export function on(topic, handler) {
  handlers.set(topic, handler);
}

/** Says above everything what is wrong; nothing if the text is empty. */
export function say(what, text) {
  trouble[what] = text;
  const all = Object.values(trouble).filter(each => each).join(' ');
  const where = byId('trouble');
  if (where.textContent !== all) {
    where.textContent = all;
  }
  where.hidden = !all;
}

/** To be called when all handlers are there: the first events come at once. */
export function connect() {
  const source = new EventSource('api/events');
  handlers.forEach((handler, topic) => source.addEventListener(topic, event => handler(JSON.parse(event.data))));
  source.addEventListener('open', () => say('connection', ''));
  source.addEventListener('error', () => {
    say('connection', 'The server does not answer: what you see is old. The page tries again by itself.');
    if (source.readyState === EventSource.CLOSED) {
      // Refused, and a browser does not try again after that.
      setTimeout(connect, 3000);
    }
  });
}
