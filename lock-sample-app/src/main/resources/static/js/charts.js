import {element, number} from './dom.js';

const CHARTS = [
  {title: 'Lost updates', value: result => result.lost, text: number, wrong: value => value > 0},
  {title: 'Redis commands per accepted bid', value: result => result.commands, text: value => value.toFixed(1)},
  {title: 'Retries per accepted bid', value: result => result.accepted > 0 ? result.retries / result.accepted : null, text: value => value.toFixed(1)},
  {title: 'Time', value: result => result.millis / 1000, text: value => `${value.toFixed(1)} s`},
];

function bar(chart, result, most) {
  const value = chart.value(result);
  const kind = `bar${result.stall ? ' stall' : ''}${chart.wrong?.(value) ? ' wrong' : ''}`;
  if (value === null) {
    return element('span', {class: kind}, 'not known');
  }
  const width = most > 0 ? Math.max(0, value) / most * 72 : 0;
  return element('span', {class: kind}, element('i', {style: `width: ${width}%`}), chart.text(value));
}

function figure(chart, strategies, results) {
  const most = Math.max(0, ...results.map(chart.value).filter(value => value !== null));
  const bars = element('div', {class: 'bars'});
  for (const strategy of strategies) {
    const own = results.filter(result => result.strategy === strategy.id);
    if (own.length > 0) {
      bars.append(element('span', {}, strategy.title), element('span', {}, ...own.map(result => bar(chart, result, most))));
    }
  }
  return element('figure', {class: 'chart'}, element('figcaption', {}, chart.title), bars);
}

/** Draws the results as bars. The table has the same figures, so screen readers are spared these. */
export function drawCharts(where, strategies, results) {
  const key = element('p', {class: 'key'},
    element('span', {}, element('span', {class: 'bar'}, element('i')), 'without a stall'),
    element('span', {}, element('span', {class: 'bar stall'}, element('i')), 'with a stall'),
    element('span', {}, element('span', {class: 'bar wrong'}, element('i')), 'red: bids were lost'),
    'Only races with the settings of the last one are drawn.');
  where.replaceChildren(...CHARTS.map(chart => figure(chart, strategies, results)), key);
  where.setAttribute('aria-hidden', 'true');
}
