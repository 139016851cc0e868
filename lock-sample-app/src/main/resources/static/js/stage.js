/** A race or a story is on, one at a time: whoever starts one has to know of the other. */
const busy = {race: false, story: false};

const handlers = [];

/** Calls the handler with whether something is on, whenever that may have changed. */
export function onBusy(handler) {
  handlers.push(handler);
}

export function setBusy(kind, isBusy) {
  busy[kind] = isBusy;
  handlers.forEach(handler => handler(busy));
}
