import {byId, element, number, write} from './dom.js';
import {call} from './api.js';
import {on} from './events.js';
import {showCode} from './code.js';
import {drawCharts} from './charts.js';
import {onBusy, setBusy} from './stage.js';

const strategies = await call('GET', 'api/strategies');

const titleOf = id => strategies.find(each => each.id === id)?.title ?? id;

for (const strategy of strategies) {
  byId('strategies').append(element('p', {class: 'check'},
    element('input', {id: `strategy-${strategy.id}`, type: 'checkbox', name: 'strategy', value: strategy.id, checked: !strategy.notOffered, disabled: Boolean(strategy.notOffered), 'aria-describedby': `says-${strategy.id}`}),
    element('label', {for: `strategy-${strategy.id}`}, strategy.title),
    element('span', {id: `says-${strategy.id}`, class: 'says'}, strategy.notOffered ? `Not here: ${strategy.notOffered}` : strategy.summary)));
  byId('code-tabs').append(element('div', {class: 'tab'},
    element('input', {id: `code-${strategy.id}`, type: 'radio', name: 'code', value: strategy.id, onchange: () => showCodeOf(strategy)}),
    element('label', {for: `code-${strategy.id}`}, strategy.title)));
}

function showCodeOf(strategy) {
  byId(`code-${strategy.id}`).checked = true;
  byId('code').replaceChildren(showCode(strategy.code));
}

showCodeOf(strategies[0]);

byId('race-form').addEventListener('submit', async event => {
  event.preventDefault();
  const chosen = [...document.querySelectorAll('input[name=strategy]:checked')].map(each => each.value);
  if (chosen.length === 0) {
    write(byId('race-answer'), 'Choose at least one way to bid.', 'bad');
    return;
  }
  const order = {
    strategies: chosen,
    bidders: Number(byId('bidders').value),
    bids: Number(byId('bids').value),
    sectionMillis: Number(byId('section').value),
    stall: byId('stall').checked,
  };
  write(byId('race-answer'), '');
  try {
    await call('POST', 'api/races', order);
  } catch (e) {
    write(byId('race-answer'), e.message, 'bad');
  }
});

byId('race-cancel').addEventListener('click', async () => {
  try {
    await call('DELETE', 'api/races');
  } catch (e) {
    write(byId('race-answer'), e.message, 'bad');
  }
});

let shown = '';

on('race', state => {
  showProgress(state);
  const results = JSON.stringify(state.results);
  if (results !== shown && state.results.length > 0) {
    shown = results;
    showResults(state.results);
  }
});

onBusy(({race, story}) => {
  const start = byId('race-start');
  const cancel = byId('race-cancel');
  // Whoever is on one of the two with the keyboard is on the other then.
  const focused = document.activeElement;
  start.disabled = race || story;
  cancel.disabled = !race;
  if (focused === start && race) {
    cancel.focus();
  } else if (focused === cancel && !race && !story) {
    start.focus();
  }
});

byId('race-form').addEventListener('input', () => write(byId('race-answer'), ''));

let shownPlan = null;

function showProgress({plan, done, trouble}) {
  setBusy('race', plan !== null);
  if (trouble) {
    write(byId('race-answer'), trouble, 'bad');
  } else if (plan?.id !== shownPlan) {
    write(byId('race-answer'), '');
  }
  shownPlan = plan?.id;
  byId('progress').hidden = plan === null;
  if (plan !== null) {
    const total = plan.bidders * plan.bids;
    byId('race-now').textContent = `${titleOf(plan.strategy)}${plan.stall ? ', with a stall' : ''}: ${number(done)} of ${number(total)} bids made`
      + (plan.instances.length > 1 ? `, on ${plan.instances.length} instances` : '');
    byId('race-progress').max = total;
    byId('race-progress').value = done;
  }
}

function showResults(results) {
  const sorted = strategies.flatMap(strategy => results
    .filter(result => result.strategy === strategy.id)
    .sort((a, b) => a.stall - b.stall));
  byId('no-results').hidden = true;
  byId('charts').hidden = false;
  byId('table').hidden = false;
  drawCharts(byId('charts'), strategies, comparable(sorted, results.at(-1)));
  byId('table').querySelector('tbody').replaceChildren(...sorted.map(row));
}

/** What has the same settings as the newest: bars of others would compare what cannot be compared. */
function comparable(results, newest) {
  const settings = result => [result.bidders, result.bids, result.sectionMillis, result.instances].join();
  return results.filter(result => result.ending === 'FINISHED' && settings(result) === settings(newest));
}

const ENDINGS = {
  FINISHED: '',
  CANCELLED: 'cancelled',
  TIME_IS_UP: 'ended after 60 s',
  INCOMPLETE: 'an instance fell silent',
};

function row(result) {
  const about = [`${result.bidders} × ${result.bids} bids, ${result.sectionMillis} ms`,
    result.stall ? 'with a stall' : '',
    result.instances > 1 ? `on ${result.instances} instances` : '',
    ENDINGS[result.ending]].filter(each => each).join(', ');
  const perBid = result.commands === null ? 'not known' : result.commands.toFixed(2);
  return element('tr', {'data-strategy': result.strategy, 'data-stall': String(result.stall), 'data-race': result.id},
    element('th', {scope: 'row'}, titleOf(result.strategy), element('small', {}, about)),
    cell('Accepted', number(result.accepted)),
    cell('Lost updates', result.lost === null ? 'not known' : number(result.lost), '', result.lost > 0 ? 'wrong' : result.lost === 0 ? 'right' : ''),
    cell('Retries', number(result.retries), ['lock', 'fenced'].includes(result.strategy) ? 'they wait in line' : ''),
    cell('Failures', number(result.gaveUp + result.refused + result.overtaken + result.failed), failures(result)),
    cell('Time', `${(result.millis / 1000).toFixed(2)} s`),
    cell('Redis commands per accepted bid', perBid, result.scripts > 0.01 ? `${result.scripts.toFixed(2)} of them scripts` : ''),
    cell('Fairness', result.fairness === null ? '–' : result.fairness.toFixed(3)));
}

function failures(result) {
  return [
    result.gaveUp > 0 ? `${result.gaveUp} gave up` : '',
    result.refused > 0 ? `${result.refused} refused${result.strategy === 'fenced' ? ' by FencedRedis' : ''}` : '',
    result.overtaken > 0 ? `${result.overtaken} wrote after the loss` : '',
    result.failed > 0 ? `${result.failed} because Redis failed` : '',
  ].filter(each => each).join(', ');
}

function cell(label, text, more = '', className = '') {
  return element('td', {'data-label': label, class: className}, element('span', {}, text, ...(more ? [element('small', {}, more)] : [])));
}
