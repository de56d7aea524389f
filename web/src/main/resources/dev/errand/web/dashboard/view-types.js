/** The types of tasks: their limits, and how their tasks do. */

import {ask, refusals} from './asking.js';
import {element} from './dom.js';
import {command, get, words} from './host.js';
import {atLeast, empty, length, moment, put, row, table, tasksHref} from './pieces.js';

const COLUMNS = [{label: 'Type', kind: 'wide'}, {label: 'Waiting', kind: 'number'}, {label: 'Running', kind: 'number'}, {label: 'Half done within', kind: 'number'},
  {label: '95 % done within', kind: 'number'}, {label: 'Failed', kind: 'number'}, {label: 'Last success', kind: 'fixed'}, {label: 'Limits'}, {label: 'Do'}];

export function open({signal, refresh}) {
  const {place, attempt} = refusals();
  const content = element('div');
  const act = (path, body) => attempt(() => command({href: `dashboard/types/${path}`}, body)).then(refresh);
  return {
    root: element('div', {}, place, content),
    every: 5000,
    load: () => get('dashboard/types', signal),
    show: (data) => put(content, {...data, serverTime: null}, () => (data.items.length ? [element('div', {class: 'under'}, basis(data)), list(data, act)] : element('div', {class: 'card'}, empty('No task types yet.')))),
  };
}

/** What ended is counted of the latest tasks only; what waits and runs is listed by itself. */
function basis({recentIsFull, sampleSize}) {
  return element('p', {class: 'soft'}, recentIsFull ? `Of those that have ended, the latest ${words.number(sampleSize)} tasks are looked at.` : 'Of all tasks that are kept.');
}

function list({items, serverTime, mayPause, recentIsFull, waitingIsFull, runningIsFull}, act) {
  return element('div', {class: 'card flat'}, table('Types', COLUMNS, items.map((type) => row(COLUMNS, [
    element('span', {}, element('a', {class: 'title', href: tasksHref({type: type.name})}, type.name), type.paused ? pause(type.paused, serverTime) : ''),
    count(type.waiting, {type: type.name, state: 'waiting'}, 'waiting', waitingIsFull), count(type.running, {type: type.name, state: 'active'}, 'running', runningIsFull),
    seconds(type.medianMillis), seconds(type.slowMillis), failures(type),
    type.lastSuccess ? moment(type.lastSuccess, serverTime) : recentIsFull ? 'not lately' : 'none', limits(type.limits),
    mayPause ? turn(type, act) : null]))));
}

function pause({by, reason, since}, now) {
  return element('span', {}, ' ', element('span', {class: 'badge', 'data-tone': 'warn'}, 'Paused'),
      element('span', {class: 'soft'}, ' by ', by, ', ', moment(since, now), reason ? `: ${reason}` : ''));
}

function turn({name, paused, waiting, running}, act) {
  const press = async () => {
    const reason = await ask(paused
      ? {title: `Resume ${name}`, text: `Its tasks are begun again: ${words.number(waiting)} wait.`, yes: 'Resume it'}
      : {title: `Pause ${name}`, text: `Nothing of this type is begun until somebody resumes it, on no worker, also after a restart. `
        + `What is submitted waits. What runs goes on: ${words.number(running)} at the moment.`, yes: 'Pause it'});
    reason === null || await act(`${encodeURIComponent(name)}/${paused ? 'resume' : 'pause'}`, {reason});
  };
  return element('button', {type: 'button', 'aria-label': `${paused ? 'Resume' : 'Pause'}: ${name}`, click: press}, paused ? 'Resume…' : 'Pause…');
}

function count(n, filter, what, isFull) {
  const shown = atLeast(isFull, words.number(n));
  return n || isFull ? element('a', {href: tasksHref(filter), 'aria-label': `${shown} ${what}: ${filter.type}`}, shown) : '0';
}

function seconds(millis) {
  return millis === null ? '–' : length(millis / 1000);
}

function failures({name, ended, failed}) {
  if (!failed) {
    return ended ? '0 %' : '–';
  }
  const percent = Math.round(failed * 1000 / ended) / 10;
  return element('a', {href: tasksHref({type: name, state: 'FAILED'}), 'aria-label': `${percent} %: failed of ${name}`},
      `${words.number(percent)} % (${words.number(failed)} of ${words.number(ended)})`);
}

function limits(all) {
  if (!all) {
    return 'not known here';
  }
  const {maxRunning, attempts, timeoutSeconds, resources} = all;
  return [maxRunning && `${words.number(maxRunning)} at once`, attempts > 1 && `${attempts} attempts`, timeoutSeconds && `${length(timeoutSeconds)} each`,
    resources.length && `uses ${resources.join(', ')}`].filter(Boolean).join(' · ') || 'none';
}
