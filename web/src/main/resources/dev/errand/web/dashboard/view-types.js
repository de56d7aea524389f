/** The types of tasks: their limits, and how their tasks do. */

import {element} from './dom.js';
import {get, words} from './host.js';
import {basis, empty, length, moment, put, row, table, tasksHref} from './pieces.js';

const COLUMNS = [{label: 'Type', kind: 'wide'}, {label: 'Waiting', kind: 'number'}, {label: 'Running', kind: 'number'}, {label: 'Half done within', kind: 'number'},
  {label: '95 % done within', kind: 'number'}, {label: 'Failed', kind: 'number'}, {label: 'Last success', kind: 'fixed'}, {label: 'Limits'}];

export function open({signal}) {
  const root = element('div');
  return {
    root,
    every: 5000,
    load: () => get('dashboard/types', signal),
    show: (data) => put(root, data.items, () => (data.items.length ? [element('div', {class: 'under'}, basis(data)), list(data)] : element('div', {class: 'card'}, empty('No task types yet.')))),
  };
}

function list({items, serverTime}) {
  return element('div', {class: 'card flat'}, table('Types', COLUMNS, items.map((type) => row(COLUMNS, [
    element('a', {class: 'title', href: tasksHref({type: type.name})}, type.name),
    count(type.waiting, {type: type.name, state: 'waiting'}, 'waiting'), count(type.running, {type: type.name, state: 'active'}, 'running'),
    seconds(type.medianMillis), seconds(type.slowMillis), failures(type),
    type.lastSuccess ? moment(type.lastSuccess, serverTime) : 'none', limits(type.limits)]))));
}

function count(n, filter, what) {
  return n ? element('a', {href: tasksHref(filter), 'aria-label': `${n} ${what}: ${filter.type}`}, words.number(n)) : '0';
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
