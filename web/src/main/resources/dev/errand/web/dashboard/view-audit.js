/** Who asked for what, when and why. */

import {element} from './dom.js';
import {get, words} from './host.js';
import {AFTER_THE_END, badge, basis, empty, exactly, put, row, table, taskLink} from './pieces.js';
import {localFilter} from './local-filter.js';

const COLUMNS = [{label: 'When', kind: 'fixed'}, {label: 'Who'}, {label: 'Into', kind: 'fixed'}, {label: 'Task', kind: 'wide'}, {label: 'Owner'}, {label: 'Reason'}];

export function open({params, signal}) {
  const root = element('div');
  return localFilter({
    params,
    root,
    view: 'audit',
    label: 'Who, task or reason',
    load: () => get('dashboard/audit', signal),
    textOf: ({by, note, task}) => `${by} ${note ?? ''} ${task.title} ${task.type} ${task.owner}`,
    show: (place, data, items) => put(place, [items, data.recentIsFull, data.count], () => [
      element('div', {class: 'under'}, left(data), basis(data)),
      element('div', {class: 'card flat'}, items.length
        ? table('Commands', COLUMNS, items.map(({at, by, state, amends, task, note}) => row(COLUMNS, [exactly(at), by, amends ? AFTER_THE_END : badge(state), taskLink(task), task.owner, note])))
        : empty(data.items.length ? 'Nothing matches.' : 'Nobody has asked anything of a task yet.',
            ...(data.items.length ? [element('a', {class: 'button', href: 'audit'}, 'Clear filters')] : [])))]),
  });
}

/** There may be more commands than are listed. */
function left({items, count}) {
  return items.length < count ? element('p', {class: 'soft'}, `The latest ${words.number(items.length)} of ${words.number(count)} commands.`) : '';
}
