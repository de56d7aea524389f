/** The files that tasks have made. */

import {news, refusals} from './asking.js';
import {element} from './dom.js';
import {get, words} from './host.js';
import {keeping} from './keeping.js';
import {basis, empty, moment, plural, put, row, sizeOf, table, taskLink} from './pieces.js';
import {localFilter} from './local-filter.js';
import {webAddress} from './requests.js';

const COLUMNS = [{label: 'Name', kind: 'wide'}, {label: 'Size', kind: 'number'}, {label: 'Task'}, {label: 'Owner'}, {label: 'Kept until', kind: 'fixed'}, {label: 'Downloads', kind: 'number'}];
const DO = {label: 'Do', kind: 'fixed'};

export function open({params, signal, refresh}) {
  const root = element('div');
  const {place: refusal, attempt} = refusals();
  const {place: told, tell} = news();
  const kept = new Map(); // By id, until when: the list may be from before
  const button = keeping(attempt, tell, ({id, expiresAt}) => {
    kept.set(id, expiresAt);
    return refresh();
  });
  root.append(refusal, told);
  return localFilter({
    params,
    root,
    view: 'files',
    label: 'Name, task or owner',
    load: async () => withLatest(await get('dashboard/files', signal), kept),
    textOf: ({name, owner, task}) => `${name} ${owner} ${task.title} ${task.type}`,
    show: (place, data, items) => put(place, [items, data.count, data.recentIsFull], () => [
      element('div', {class: 'under'}, element('p', {class: 'soft'}, `${plural(data.count, 'file')}, ${sizeOf(data.bytes)}.`), basis(data)),
      element('div', {class: 'card flat'}, items.length ? list(items, data.serverTime, button) : empty(data.items.length ? 'Nothing matches.' : 'No task has made a file.',
          ...(data.items.length ? [element('a', {class: 'button', href: 'files'}, 'Clear filters')] : [])))]),
  });
}

/** A file is never kept for shorter than before. */
function withLatest(data, kept) {
  const later = ({id, expiresAt}) => (Date.parse(kept.get(id)) > Date.parse(expiresAt) ? kept.get(id) : expiresAt);
  return {...data, items: data.items.map((file) => ({...file, expiresAt: later(file)}))};
}

function list(items, now, button) {
  const columns = items.some(({keep}) => keep) ? [...COLUMNS, DO] : COLUMNS;
  return table('Files', columns, items.map((file) => {
    const {name, href, size, task, owner, expiresAt, downloads} = file;
    return row(columns, [
      href ? element('a', {class: 'title', href: webAddress(href, location.href), download: name}, name) : name,
      sizeOf(size), taskLink(task), owner, moment(expiresAt, now), words.number(downloads), button(file)].slice(0, columns.length));
  }));
}
