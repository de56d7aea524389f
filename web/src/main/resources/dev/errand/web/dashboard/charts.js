/** Small charts, drawn without any text being read as markup, and readable as tables. */

import {element} from './dom.js';
import {length, plural} from './pieces.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 100;

/** How many tasks ended, and how many of them failed. */
export function throughput(series) {
  const {points} = series;
  const all = points.map(({succeeded, failed}) => succeeded + failed);
  const most = Math.max(...all);
  const sum = (name) => points.reduce((total, point) => total + point[name], 0);
  return chart({
    series,
    name: 'Tasks that ended',
    summary: `${plural(sum('succeeded'), 'task')} succeeded, ${sum('failed')} failed`,
    most: most ? `${plural(most, 'task')}` : '',
    keys: [['good-bar', 'succeeded'], ['bad-bar', 'failed']],
    bars: points.map(({succeeded, failed}) => [['good-bar', succeeded / (most || 1)], ['bad-bar', failed / (most || 1)]]),
    columns: ['Succeeded', 'Failed'],
    values: points.map(({succeeded, failed}) => [succeeded, failed]),
  });
}

/** How long tasks waited before they began. */
export function waiting(series) {
  const {points} = series;
  const waits = points.map(({waitMillis}) => (waitMillis ?? 0) / 1000);
  const most = Math.max(...waits);
  return chart({
    series,
    name: 'Waiting time',
    summary: `median of those that began, ${length(most)} at most`,
    most: most ? length(most) : '',
    keys: [['wait-bar', 'median wait']],
    bars: waits.map((wait) => [['wait-bar', wait / (most || 1)]]),
    columns: ['Median wait'],
    values: points.map(({waitMillis}, i) => [waitMillis === null ? '–' : length(waits[i])]),
  });
}

function chart({series, name, summary, most, keys, bars, columns, values}) {
  const {from, stepSeconds, points} = series;
  const begin = (i) => new Date(Date.parse(from) + i * stepSeconds * 1000);
  const clock = new Intl.DateTimeFormat(navigator.language, {timeStyle: 'short'});
  return element('figure', {class: 'chart'},
      element('div', {class: 'scale'}, element('span', {}, most || 'none'),
          element('span', {class: 'keys'}, ...keys.map(([kind, label]) => element('span', {class: kind}, label)))),
      drawing(bars, `${name}: ${summary}`),
      element('div', {class: 'ends'}, element('span', {}, clock.format(begin(0))), element('span', {}, 'now')),
      element('details', {}, element('summary', {}, `${name} as a table`),
          element('table', {}, element('thead', {}, element('tr', {}, ...['From', ...columns].map((label) => element('th', {scope: 'col'}, label)))),
              element('tbody', {}, ...points.map((point, i) => element('tr', {}, element('td', {}, clock.format(begin(i))),
                  ...values[i].map((value) => element('td', {}, String(value)))))))));
}

function drawing(bars, label) {
  const svg = document.createElementNS(SVG, 'svg');
  set(svg, {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label});
  const step = WIDTH / bars.length;
  bars.forEach((parts, i) => {
    let top = HEIGHT;
    for (const [kind, share] of parts) {
      const height = share && Math.max(share * (HEIGHT - 4), 2);
      top -= height;
      if (height) {
        const rect = document.createElementNS(SVG, 'rect');
        set(rect, {class: kind, x: i * step + step * .1, y: top, width: step * .8, height});
        svg.append(rect);
      }
    }
  });
  return svg;
}

function set(target, attributes) {
  Object.entries(attributes).forEach(([name, value]) => target.setAttribute(name, value));
}
