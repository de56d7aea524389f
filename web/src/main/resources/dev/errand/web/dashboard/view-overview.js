/** What waits too long, what runs, what failed, what is stuck, and who works. */

import {throughput, waiting} from './charts.js';
import {element} from './dom.js';
import {get, words} from './host.js';
import {atLeast, badge, bar, card, empty, length, moment, plural, put, row, stateOf, table, taskLink, tasksHref} from './pieces.js';

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
  put(figures, [data.queues, data.queueIsFull, data.runningCount, data.runningIsFull, data.failures, data.failedIsFull, data.stuckCount, data.stuckIsFull,
    data.workers], () => allFigures(data));
  put(charts, [data.series, data.seriesIsFull], () => element('div', {class: 'grid'},
      half(chartCard('Ended', throughput(data.series), span, data)), half(chartCard('Waiting time', waiting(data.series), span, data))));
  put(lists, [data.queues, data.queueIsFull, data.running, data.runningCount, data.failures, data.failedIsFull, data.stuck, data.stuckCount,
    data.stuckIsFull], () => element('div', {class: 'grid'},
      half(running(data)), half(failures(data)), half(queues(data)), half(stuck(data))));
}

function half(made) {
  made.classList.add('half');
  return made;
}

function allFigures({queues, queueIsFull, runningCount, runningIsFull, failures: groups, failedIsFull, stuckCount, stuckIsFull, workers}) {
  const failed = groups.reduce((sum, {tasks}) => sum + tasks, 0);
  const waits = queues.reduce((sum, {tasks}) => sum + tasks, 0);
  const oldest = queues[0];
  return element('ul', {class: 'figures'},
      figure('Oldest wait', oldest ? atLeast(queueIsFull, length(oldest.oldestSeconds)) : '–',
          oldest ? `${atLeast(queueIsFull, plural(waits, 'task'))} waiting` : 'nothing waits',
          tasksHref({state: 'QUEUED'}), oldest?.oldestSeconds > LONG_WAIT && 'warn'),
      figure('Running', atLeast(runningIsFull, words.number(runningCount)), workers.capacity ? `room for ${words.number(workers.capacity)}` : 'now',
          tasksHref({state: 'active'})),
      figure('Failed in 24 h', atLeast(failedIsFull, words.number(failed)), groups.length ? plural(groups.length, 'reason') : 'none',
          tasksHref({state: 'FAILED', since: '24h'}), failed && 'bad'),
      figure('Stuck', atLeast(stuckIsFull, words.number(stuckCount)), stuckCount ? 'no progress, or interrupted' : 'everything moves', '#stuck', stuckCount && 'warn'),
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

function chartCard(name, chart, span, {seriesIsFull, sampleSize}) {
  const made = card(name, chart, cutOff(seriesIsFull, sampleSize, 'tasks.') ?? '');
  const other = span === 'day' ? ['overview', 'Last hour'] : ['overview?span=day', 'Last 24 hours'];
  made.firstChild.append(element('span', {class: 'soft'}, span === 'day' ? 'last 24 hours · ' : 'last hour · ',
      element('a', {href: other[0], 'aria-label': `${name}: ${other[1].toLowerCase()}`}, other[1])));
  return made;
}

function flat(title, note, content) {
  return element('section', {class: 'card flat'},
      element('div', {class: 'under'}, element('h2', {}, title), note ?? ''), content);
}

/** Of how many tasks a list speaks, if not of all. */
function cutOff(isFull, sampleSize, which) {
  return isFull ? element('p', {class: 'soft'}, `Of the latest ${words.number(sampleSize)} ${which}`) : null;
}

function running({running: tasks, runningCount, runningIsFull}) {
  const all = runningCount > tasks.length
    ? element('a', {href: tasksHref({state: 'active'})}, runningIsFull ? 'All' : `All ${words.number(runningCount)}`)
    : null;
  return flat('Running now', all, tasks.length
    ? table('Running tasks', TASKS, tasks.map((task) => row(TASKS, [taskLink(task), badge(stateOf(task)), bar(task),
      task.eta.seconds === null ? null : `about ${length(task.eta.seconds)}`])))
    : empty('Nothing runs at the moment.'));
}

function failures({failures: groups, failedIsFull, sampleSize, serverTime}) {
  return flat('Failed in the last 24 hours', cutOff(failedIsFull, sampleSize, 'that failed.'), groups.length
    ? table('Failures by type and reason', FAILURES, groups.map(({type, message, tasks, latest, at}) => row(FAILURES, [
      type, element('a', {href: `task?id=${encodeURIComponent(latest)}`}, message),
      element('a', {href: tasksHref({state: 'FAILED', type, since: '24h'}), 'aria-label': `${plural(tasks, 'task')}: ${type}, ${message}`}, words.number(tasks)), moment(at, serverTime)])))
    : empty('Nothing failed.'));
}

function queues({queues: all, queueIsFull, sampleSize}) {
  return flat('Waiting', cutOff(queueIsFull, sampleSize, 'that wait: others wait for longer.'), all.length
    ? table('Waiting tasks by type', QUEUES, all.map(({type, tasks, oldest, oldestSeconds}) => row(QUEUES, [
      element('a', {href: tasksHref({state: 'QUEUED', type})}, type), words.number(tasks),
      element('a', {href: `task?id=${encodeURIComponent(oldest)}`, 'aria-label': `The oldest of ${type}: ${length(oldestSeconds)}`}, length(oldestSeconds))])))
    : empty('Nothing waits.'));
}

function stuck({stuck: tasks, stuckCount, stuckIsFull, sampleSize}) {
  const shown = stuckCount > tasks.length ? element('p', {class: 'soft'}, `${words.number(tasks.length)} of ${words.number(stuckCount)} are shown.`) : null;
  const made = flat('Stuck', cutOff(stuckIsFull, sampleSize, 'that run, and that are put off.') ?? shown, tasks.length
    ? table('Stuck tasks', STUCK, tasks.map((task) => row(STUCK, [taskLink(task), badge(stateOf(task)),
      task.progress.stalledSeconds === null ? null : length(task.progress.stalledSeconds)])))
    : empty('Nothing is stuck.'));
  made.id = 'stuck';
  return made;
}
