import {element} from './dom.js';

const LOCK = 'The lock in Redis';

const QUIET = ['AWAY', 'FREE'];

const seconds = millis => `${(millis / 1000).toFixed(2)} s`;

/** What each did from one event to the next, from when the first did something. */
function lanesOf(events) {
  const busy = events.filter(event => !QUIET.includes(event.state));
  const begin = busy.length > 0 ? Math.max(0, busy[0].atMillis - 150) : 0;
  const end = Math.max(begin + 1000, ...events.map(event => event.atMillis + 150));
  const names = [...new Set(events.map(event => event.actor))].sort((a, b) => (a === LOCK) - (b === LOCK));
  return {begin, end, lanes: names.map(name => ({name, events: events.filter(event => event.actor === name)}))};
}

function lane({events}, begin, end) {
  const percent = millis => (Math.max(millis, begin) - begin) / (end - begin) * 100;
  const track = element('div', {class: 'lane', 'aria-hidden': 'true'});
  let next = false;
  events.forEach((event, place) => {
    const until = events[place + 1]?.atMillis ?? end;
    if (QUIET.includes(event.state) || until <= begin) {
      return;
    }
    next = !next;
    track.append(element('span', {
      class: `${event.state}${next ? '' : ' next'}`,
      style: `left: ${percent(event.atMillis)}%; width: ${percent(until) - percent(event.atMillis)}%`,
      title: event.text,
    }));
  });
  return track;
}

function axis(begin, end) {
  const marks = element('div', {class: 'axis', 'aria-hidden': 'true'});
  const step = [250, 500, 1000, 2000, 5000].find(each => (end - begin) / each <= 8) ?? 10000;
  for (let at = Math.ceil(begin / step) * step; at <= end - step / 4; at += step) {
    marks.append(element('span', {style: `left: ${(at - begin) / (end - begin) * 100}%`}, `${at / 1000} s`));
  }
  return marks;
}

/** Draws a scene: a lane for each, and below it the same in words. */
export function drawScene(scene) {
  const events = [...scene.events].sort((a, b) => a.atMillis - b.atMillis);
  const {begin, end, lanes} = lanesOf(events);
  return element('div', {class: 'scene'},
    element('h4', {}, scene.title),
    element('div', {class: 'lanes'},
      ...lanes.flatMap(each => [element('span', {'aria-hidden': 'true'}, each.name), lane(each, begin, end)]),
      element('span', {'aria-hidden': 'true'}), axis(begin, end)),
    element('ol', {class: 'events', 'aria-label': `What happened: ${scene.title}`}, ...events.map(event =>
      element('li', {class: event.actor === LOCK ? 'of-lock' : event.tone},
        element('time', {}, seconds(event.atMillis)),
        element('span', {}, element('b', {}, event.actor), ' ', event.text)))));
}
