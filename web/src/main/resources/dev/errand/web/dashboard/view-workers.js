/** The processes that run tasks. */

import {ask, refusals} from './asking.js';
import {element} from './dom.js';
import {command, get, words} from './host.js';
import {atLeast, badge, empty, moment, plural, put, row, table, taskLink, tasksHref} from './pieces.js';

const COLUMNS = [{label: 'Worker', kind: 'wide'}, {label: 'Stands', kind: 'fixed'}, {label: 'Running', kind: 'number'}, {label: 'Works on'}, {label: 'Started', kind: 'fixed'}, {label: 'Types'}, {label: 'Do'}];

export function open({signal, refresh}) {
  const {place, attempt} = refusals();
  const content = element('div');
  const act = (path, body) => attempt(() => command({href: `dashboard/workers/${path}`}, body)).then(refresh);
  return {
    root: element('div', {}, place, content),
    every: 4000,
    load: () => get('dashboard/workers', signal),
    show: (data) => put(content, {...data, serverTime: null}, () => (data.shared ? shared(data, act) : alone(data))),
  };
}

function alone({running, waiting, runningIsFull, waitingIsFull}) {
  return element('div', {class: 'card'}, empty('The tasks run in this application only, so there are no other workers to watch.',
      element('p', {}, element('a', {href: tasksHref({state: 'active'})}, `${atLeast(runningIsFull, words.number(running))} running`), ', ',
          element('a', {href: tasksHref({state: 'QUEUED'})}, `${atLeast(waitingIsFull, words.number(waiting))} waiting`), '.')));
}

function shared(data, act) {
  const {items, waiting, waitingIsFull, serverTime} = data;
  const isAnyAlive = items.some(({alive}) => alive);
  return [
    !isAnyAlive && element('p', {class: 'banner bad', role: 'alert'}, `No worker is running; ${atLeast(waitingIsFull, plural(waiting, 'task'))} ${waiting === 1 ? 'waits' : 'wait'}. `
      + 'Check that an application with these task types is started and reaches the database, and that its executor has room for more than zero tasks.'),
    element('div', {class: 'card flat'}, table('Workers', COLUMNS, items.map((worker) => row(COLUMNS, [
      element('strong', {}, worker.name), stand(worker), `${words.number(worker.running)} of ${words.number(worker.capacity)}`,
      worker.tasks.length ? element('span', {}, ...worker.tasks.slice(0, 5).flatMap((task, i) => [i ? ', ' : '', taskLink(task)]),
          worker.tasks.length > 5 ? ` and ${words.number(worker.tasks.length - 5)} more` : '') : null,
      moment(worker.startedAt, serverTime), worker.types.join(', '), data.mayDrain && worker.alive ? drain(worker, act) : null])))),
  ];
}

function stand({alive, draining}) {
  if (!alive) {
    return element('span', {class: 'badge', 'data-tone': 'bad'}, 'Dead');
  }
  return draining ? element('span', {class: 'badge', 'data-tone': 'warn'}, 'Draining') : element('span', {class: 'badge', 'data-tone': 'good'}, 'Alive');
}

function drain({id, name, draining}, act) {
  const press = async () => {
    const text = draining ? `${name} is to start tasks again.` : `${name} is to start nothing more. What it runs goes on.`;
    const answer = await ask({title: draining ? 'Let it work again' : 'Drain', text, label: 'Reason (not kept)', yes: draining ? 'Let it work' : 'Drain it', isNeeded: false});
    answer === null || await act(`${encodeURIComponent(id)}/drain`, {drain: !draining});
  };
  return element('button', {type: 'button', 'aria-label': `${draining ? 'Let work again' : 'Drain'}: ${name}`, click: press}, draining ? 'Let it work' : 'Drain…');
}
