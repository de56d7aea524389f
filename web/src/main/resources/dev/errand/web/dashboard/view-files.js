/** The files that tasks have made. */

import {element} from './dom.js';
import {get, words} from './host.js';
import {basis, empty, moment, plural, put, row, sizeOf, table, taskLink} from './pieces.js';
import {localFilter} from './local-filter.js';
import {webAddress} from './requests.js';

const COLUMNS = [{label: 'Name', kind: 'wide'}, {label: 'Size', kind: 'number'}, {label: 'Task'}, {label: 'Owner'}, {label: 'Kept until', kind: 'fixed'}, {label: 'Downloads', kind: 'number'}];

export function open({params, signal}) {
  const root = element('div');
  return localFilter({
    params,
    root,
    view: 'files',
    label: 'Name, task or owner',
    load: () => get('dashboard/files', signal),
    textOf: ({name, owner, task}) => `${name} ${owner} ${task.title} ${task.type}`,
    show: (place, data, items) => put(place, [items, data.count], () => [
      element('div', {class: 'under'}, element('p', {class: 'soft'}, `${plural(data.count, 'file')}, ${sizeOf(data.bytes)}.`), basis(data)),
      element('div', {class: 'card flat'}, items.length ? list(items, data.serverTime) : empty(data.items.length ? 'Nothing matches.' : 'No task has made a file.',
          ...(data.items.length ? [element('a', {class: 'button', href: 'files'}, 'Clear filters')] : [])))]),
  });
}

function list(items, now) {
  return table('Files', COLUMNS, items.map(({name, href, size, task, owner, expiresAt, downloads}) => row(COLUMNS, [
    href ? element('a', {class: 'title', href: webAddress(href, location.href), download: name}, name) : name,
    sizeOf(size), taskLink(task), owner, moment(expiresAt, now), words.number(downloads)])));
}
