/** What several views are made of. */

import {ago, dayAndTime, size} from './amounts.js';
import {element, icon} from './dom.js';
import {words} from './host.js';
import {LOOKS} from './later-looks.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

export const STATES = {
  QUEUED: 'Waiting', SCHEDULED: 'Scheduled', RUNNING: 'Running', PAUSING: 'Pausing', PAUSED: 'Paused', CANCELLING: 'Stopping',
  WAITING_RETRY: 'Waiting to try again', INTERRUPTED: 'Interrupted', SUCCEEDED: 'Succeeded', PARTIAL: 'Partly done',
  FAILED: 'Failed', CANCELLED: 'Cancelled',
};

/** In place of a state, where something was changed of a task that had ended. */
export const AFTER_THE_END = 'After the end';

/** What an operator is told of a state: of those that succeeded, some did so in part. */
export function stateOf({state, outcome}) {
  return outcome === 'PARTIAL' ? 'PARTIAL' : state;
}

export function toneOf(state) {
  return (LOOKS[state] ?? LOOKS.UNKNOWN)[1];
}

export function badge(state) {
  const [drawing, tone] = LOOKS[state] ?? LOOKS.UNKNOWN;
  return element('span', {class: 'badge', 'data-tone': tone}, icon(drawing), STATES[state] ?? state);
}

/** Such as "3 min ago", and the day and hour when that is long ago. */
export function moment(text, now) {
  if (!text) {
    return '–';
  }
  const seconds = (Date.parse(now) - Date.parse(text)) / 1000;
  const shown = seconds >= 0 && seconds < HOUR ? ago(words, seconds) : dayAndTime(words, Date.parse(text));
  return element('time', {datetime: text}, shown);
}

/** Such as "2.4 MB". */
export function sizeOf(bytes) {
  return size(words, bytes);
}

/** To the second. */
export function exactly(text) {
  const shown = new Intl.DateTimeFormat(navigator.language.startsWith('en') ? navigator.language : 'en', {dateStyle: 'medium', timeStyle: 'medium'});
  return element('time', {datetime: text}, shown.format(Date.parse(text)));
}

/** Such as "1 h 4 min". */
export function length(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  if (seconds < 1) {
    return seconds ? `${Math.max(1, Math.round(seconds * 1000))} ms` : '0 s';
  }
  if (seconds < 10 && !Number.isInteger(seconds)) {
    return `${words.number(Math.round(seconds * 10) / 10)} s`;
  }
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / DAY), 'd'], [Math.floor(whole % DAY / HOUR), 'h'], [Math.floor(whole % HOUR / 60), 'min'], [whole % 60, 's']];
  const first = parts.findIndex(([n]) => n);
  return first < 0 ? '0 s' : parts.slice(first, first + 2).filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

export function plural(n, one, other = `${one}s`) {
  return `${words.number(n)} ${n === 1 ? one : other}`;
}

export function taskLink({id, title}) {
  return element('a', {class: 'title', href: `task?id=${encodeURIComponent(id)}`}, title || 'Untitled');
}

/** Where the list shows only these. */
export function tasksHref(filter) {
  return `tasks?${new URLSearchParams(filter)}`;
}

export function card(title, ...content) {
  return element('section', {class: 'card'}, element('header', {}, element('h2', {}, title)), ...content);
}

/**
 * A table that is a card for each row on narrow screens.
 *
 * @param {string} caption for those who do not see where it stands
 * @param {Array<{label: string, kind: ?string}>} columns the kind is a class: `number`, `fixed`, `wide`
 * @param {Array<Element>} rows
 */
export function table(caption, columns, rows) {
  return element('div', {class: 'scroll'}, element('table', {class: 'rows', role: 'table'},
      element('caption', {class: 'hidden'}, caption),
      element('thead', {role: 'rowgroup'}, element('tr', {role: 'row'},
          ...columns.map(({label, kind}) => element('th', {scope: 'col', role: 'columnheader', class: kind}, label)))),
      element('tbody', {role: 'rowgroup'}, ...rows)));
}

/** @param {Array<Node|string|null>} values one for each column; null leaves it away on narrow screens */
export function row(columns, values) {
  return element('tr', {role: 'row'}, ...cells(columns, values));
}

export function cells(columns, values) {
  return values.map((value, i) => element('td', {
    role: 'cell',
    'data-label': columns[i].label,
    class: [columns[i].kind, value === null && 'none'].filter(Boolean).join(' ') || null,
  }, value ?? ''));
}

/** How far a task is; of one that has ended, how far it came. */
export function bar({progress, state, stateClass}) {
  const {percent, done, total, unit} = progress;
  if (percent === null || stateClass === 'final') {
    const isCut = total !== null && total !== done;
    return done ? `${words.number(done)}${isCut ? ` of ${words.number(total)}` : ''} ${unit}` : null;
  }
  return element('span', {class: 'bar'},
      element('progress', {max: 100, value: percent, 'aria-label': `${STATES[state] ?? state}, ${percent} %`}),
      element('span', {class: 'percent'}, `${percent} %`));
}

export function empty(text, ...more) {
  return element('div', {class: 'empty'}, element('p', {}, text), ...more);
}

/** Of how many tasks figures speak. */
export function basis({recentIsFull, sampleSize}) {
  return element('p', {class: 'soft'}, recentIsFull ? `Of the latest ${words.number(sampleSize)} tasks.` : 'Of all tasks that are kept.');
}

/** Of what was cut off there may be more. */
export function atLeast(isFull, text) {
  return isFull ? `≥ ${text}` : text;
}

/** Replaces what is shown, only if it is different, and leaves the focus where it was. */
export function put(place, data, make) {
  const key = JSON.stringify(data);
  if (place.dataKey === key) {
    return;
  }
  const again = place.contains(document.activeElement) ? successorOf(document.activeElement) : null;
  const opened = [...place.querySelectorAll('details[open] > summary')].map((each) => each.textContent);
  place.dataKey = key;
  place.replaceChildren(...[make()].flat().filter(Boolean));
  place.querySelectorAll('summary').forEach((each) => opened.includes(each.textContent) && (each.parentElement.open = true));
  again?.()?.focus();
}

/** @return {function(): ?Element} tells where something is that can be pressed, also after it was made anew */
export function successorOf(pressed) {
  const key = keyOf(pressed);
  return () => (pressed.isConnected ? pressed
    : [...document.querySelectorAll('main :is(a,button,summary,select,input)')].find((each) => keyOf(each) === key));
}

function keyOf(focused) {
  return `${focused.tagName} ${focused.getAttribute('href') ?? ''} ${focused.dataset.key ?? ''} ${focused.getAttribute('aria-label') ?? focused.textContent}`;
}
