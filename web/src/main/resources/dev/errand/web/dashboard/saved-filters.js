/** Filters that a person keeps for herself, in her browser. */

import {ask} from './asking.js';
import {element} from './dom.js';

const KEY = 'errand dashboard filters';

/** @return {Element} links to them, and a button to keep the one that is set */
export function savedFilters(filter, show) {
  const list = element('ul', {class: 'saved', 'aria-label': 'Saved filters'});
  render(list, new URLSearchParams(filter).toString(), show);
  return list;
}

function render(list, query, show) {
  const all = read();
  const keep = async () => {
    const name = await ask({title: 'Save this filter', label: 'Name', yes: 'Save', no: 'Back'});
    if (name) {
      write([...all.filter((each) => each.name !== name), {name, query}]);
      render(list, query, show);
    }
  };
  const drop = (name) => () => {
    write(all.filter((each) => each.name !== name));
    render(list, query, show);
  };
  list.replaceChildren(...all.map((each) => element('li', {},
      element('a', {href: `tasks?${each.query}`, 'aria-current': each.query === query ? 'true' : null}, each.name),
      element('button', {type: 'button', class: 'quiet', 'aria-label': `Forget the filter ${each.name}`, click: drop(each.name)}, '×'))));
  if (query && !all.some((each) => each.query === query)) {
    const button = element('button', {type: 'button', class: 'quiet', click: keep}, 'Save this filter…');
    list.append(element('li', {class: 'new'}, button));
  }
  list.hidden = !list.children.length;
}

function read() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter(({name, query}) => typeof name === 'string' && typeof query === 'string') : [];
  } catch {
    return []; // No storage, or somebody else's
  }
}

function write(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // No storage: then nothing is kept
  }
}
