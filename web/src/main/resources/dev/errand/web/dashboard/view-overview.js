/** What waits too long, what runs, what failed, what is stuck, and who works. */

import {throughput, waiting} from './charts.js';
import {element} from './dom.js';
import {get, words} from './host.js';
import {badge, bar, basis, card, empty, length, moment, plural, put, row, stateOf, table, taskLink, tasksHref} from './pieces.js';

const QUEUES = [{label: 'Type', kind: 'wide'}, {label: 'Waiting', kind: 'number'}, {label: 'Oldest for', kind: 'number'}];
const FAILURES = [{label: 'Type'}, {label: 'Reason', kind: 'wide'}, {label: 'Tasks', kind: 'number'}, {label: 'Latest', kind: 'fixed'}];
const TASKS = [{label: 'Title', kind: 'wide'}, {label: 'State'}, {label: 'Progress'}, {label: 'Time left', kind: 'fixed'}];
const STUCK = [{label: 'Title', kind: 'wide'}, {label: 'State'}, {label: 'Stands still for', kind: 'fixed'}];
const LONG_WAIT = 300;
const SNIPPET = `TaskType<Query, Artifact> EXPORT = TaskType.named("export", Query.class, Artifact.class);

TaskEngine.builder().register(EXPORT, (query, context) -> …).build();`;

export function open({params, signal}) {
  const span = params.get('span') === 'day' ? 'day' : 'hour';
  const root = element('div');
  return {
    root,
    every: 3000,
    load: () => get(`dashboard/overview?span=${span}`, signal),
    show: (data) => show(root, data, span),
  };
}

function show(root, data, span) {
  if (!root.firstChild) {
    root.append(...['figures', 'charts', 'lists'].map((name) => element('div', {'data-place': name})));
  }
  const [figures, charts, lists] = root.children;
  if (!data.types && !data.tasks) {
    put(root, 'none', () => element('div', {class: 'card'}, empty('No task types yet. Register one like this:'), element('pre', {}, SNIPPET)));
    return;
  }
  put(figures, [data.queues, data.queueIsFull, data.runningCount, data.failures, data.stuck.length, data.workers], () => allFigures(data));
  put(charts, data.series, () => element('div', {class: 'grid'},
      half(chartCard('Ended', throughput(data.series), span)), half(chartCard('Waiting time', waiting(data.series), span))));
  put(lists, [data.queues, data.queueIsFull, data.running, data.failures, data.stuck], () => element('div', {class: 'grid'},
      half(running(data)), half(failures(data)), half(queues(data)), half(stuck(data))));
}

function half(made) {
  made.classList.add('half');
  return made;
}

function allFigures({queues, queueIsFull, runningCount, failures: groups, stuck: still, workers}) {
  const failed = groups.reduce((sum, {tasks}) => sum + tasks, 0);
  const waits = queues.reduce((sum, {tasks}) => sum + tasks, 0);
  const oldest = queues[0];
  const atLeast = (text) => (queueIsFull ? `≥ ${text}` : text);
  return element('ul', {class: 'figures'},
      figure('Oldest wait', oldest ? atLeast(length(oldest.oldestSeconds)) : '–', oldest ? `${atLeast(plural(waits, 'task'))} waiting` : 'nothing waits',
          tasksHref({state: 'QUEUED'}), oldest?.oldestSeconds > LONG_WAIT && 'warn'),
      figure('Running', words.number(runningCount), workers.capacity ? `room for ${words.number(workers.capacity)}` : 'now', tasksHref({state: 'active'})),
      figure('Failed in 24 h', words.number(failed), groups.length ? plural(groups.length, 'reason') : 'none', tasksHref({state: 'FAILED', since: '24h'}), failed && 'bad'),
      figure('Stuck', words.number(still.length), still.length ? 'no progress, or interrupted' : 'everything moves', '#stuck', still.length && 'warn'),
      workerFigure(workers));
}

function workerFigure({shared, alive, dead, draining}) {
  if (!shared) {
    return figure('Workers', '1', 'this application', 'workers');
  }
  const facts = [dead && `${dead} dead`, draining && `${draining} draining`].filter(Boolean).join(', ');
  return figure('Workers alive', words.number(alive), facts || 'all well', 'workers', alive ? dead && 'warn' : 'bad');
}

function figure(label, value, more, href, tone) {
  const content = [['label', label], ['value', value], ['more', more]].map(([kind, text]) => element('span', {class: kind}, text));
  return element('li', {}, element('a', {class: 'figure', href, 'data-tone': tone || null}, ...content));
}

function chartCard(name, chart, span) {
  const made = card(name, chart);
  const other = span === 'day' ? ['overview', 'Last hour'] : ['overview?span=day', 'Last 24 hours'];
  made.firstChild.append(element('span', {class: 'soft'}, span === 'day' ? 'last 24 hours · ' : 'last hour · ',
      element('a', {href: other[0], 'aria-label': `${name}: ${other[1].toLowerCase()}`}, other[1])));
  return made;
}

function flat(title, note, content) {
  return element('section', {class: 'card flat'},
      element('div', {class: 'under'}, element('h2', {}, title), note ?? ''), content);
}

function running({running: tasks, runningCount}) {
  const all = runningCount > tasks.length ? element('a', {href: tasksHref({state: 'active'})}, `All ${words.number(runningCount)}`) : null;
  return flat('Running now', all, tasks.length
    ? table('Running tasks', TASKS, tasks.map((task) => row(TASKS, [taskLink(task), badge(stateOf(task)), bar(task),
      task.eta.seconds === null ? null : `about ${length(task.eta.seconds)}`])))
    : empty('Nothing runs at the moment.'));
}

function failures({failures: groups, serverTime}) {
  return flat('Failed in the last 24 hours', null, groups.length
    ? table('Failures by type and reason', FAILURES, groups.map(({type, message, tasks, latest, at}) => row(FAILURES, [
      type, element('a', {href: `task?id=${encodeURIComponent(latest)}`}, message),
      element('a', {href: tasksHref({state: 'FAILED', type, since: '24h'}), 'aria-label': `${plural(tasks, 'task')}: ${type}, ${message}`}, words.number(tasks)), moment(at, serverTime)])))
    : empty('Nothing failed.'));
}

function queues({queues: all, queueIsFull, sampleSize}) {
  const note = queueIsFull ? element('p', {class: 'soft'}, `Of the latest ${words.number(sampleSize)} that wait: others wait for longer.`) : null;
  return flat('Waiting', note, all.length
    ? table('Waiting tasks by type', QUEUES, all.map(({type, tasks, oldest, oldestSeconds}) => row(QUEUES, [
      element('a', {href: tasksHref({state: 'QUEUED', type})}, type), words.number(tasks),
      element('a', {href: `task?id=${encodeURIComponent(oldest)}`, 'aria-label': `The oldest of ${type}: ${length(oldestSeconds)}`}, length(oldestSeconds))])))
    : empty('Nothing waits.'));
}

function stuck({stuck: tasks, sampleIsFull, sampleSize}) {
  const made = flat('Stuck', basis({sampleIsFull, sampleSize}), tasks.length
    ? table('Stuck tasks', STUCK, tasks.map((task) => row(STUCK, [taskLink(task), badge(stateOf(task)),
      task.progress.stalledSeconds === null ? null : length(task.progress.stalledSeconds)])))
    : empty('Nothing is stuck.'));
  made.id = 'stuck';
  return made;
}
