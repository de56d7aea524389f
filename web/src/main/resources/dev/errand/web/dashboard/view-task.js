/** One task: as its owner sees it, and what an operator wants to know besides. */

import './task-progress.js';
import {askAll, news, refusals} from './asking.js';
import {element} from './dom.js';
import {API, command, get, words} from './host.js';
import {keeping} from './keeping.js';
import {AFTER_THE_END, STATES, badge, card, exactly, length, moment, put, row, sizeOf, stateOf, table, toneOf} from './pieces.js';
import {webAddress} from './requests.js';

const FILES = [{label: 'Name', kind: 'wide'}, {label: 'Size', kind: 'number'}, {label: 'Kept until', kind: 'fixed'}, {label: 'Downloads', kind: 'number'}];
const FAILURES = [{label: 'Item', kind: 'wide'}, {label: 'Problem'}, {label: 'Attempt', kind: 'number'}, {label: 'When'}];
const MOST_FAILURES = 100;
const VERBS = {
  cancel: {label: 'Cancel', yes: 'Cancel it', isDanger: true},
  pause: {label: 'Pause', yes: 'Pause it'},
  resume: {label: 'Resume', yes: 'Resume it'},
  retry: {label: 'Retry', yes: 'Retry it'},
  handOver: {label: 'Hand over', yes: 'Hand it over', fields: {owner: 'Id of the new owner', reason: 'Reason'}, told: ({owner}) => `It is ${owner}’s now.`},
  delete: {label: 'Remove', yes: 'Remove it', isDanger: true},
};
const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
const SCOPES = {resume: 'Retry from where it stopped', 'failed-items': 'Retry the failed items', all: 'Run again from the beginning'};
const RISK = 'The task is taken from its code at once and counts as cancelled. The code may go on for a while, and what it still '
  + 'does counts no more. Do this only if the task does not heed the request to stop.';

export function open({params, signal, name, refresh, go}) {
  const id = params.get('id') ?? '';
  const path = encodeURIComponent(id);
  const root = element('div', {class: 'stack'});
  const widget = element('task-progress', {href: `${API}/tasks/${path}`, 'heading-level': 2, 'task-state': refresh});
  const places = Object.fromEntries(['verbs', 'facts', 'timeline', 'failures', 'files', 'detail'].map((key) => [key, element('div')]));
  const {place: refusal, attempt} = refusals();
  const {place: told, tell} = news();
  root.append(widget, refusal, told, places.verbs, element('div', {class: 'grid'}, half(places.timeline), half(element('div', {class: 'stack'}, places.facts, places.files)),
      places.failures, places.detail));
  const act = async (action, question, body = {}) => {
    const answers = await askAll({fields: {reason: 'Reason'}, ...question, text: action.confirm ?? question.text});
    answers === null || await attempt(async () => {
      const response = await command(action, {...body, ...answers});
      const after = await response.json().catch(() => null);
      if (response.status === 204) {
        go('tasks'); // There is nothing to see here any more
      } else if (after?.id && after.id !== id) {
        go(`task?id=${encodeURIComponent(after.id)}`);
      } else {
        tell(question.told?.(answers) ?? '');
        lookAgain();
      }
    });
  };
  const lookAgain = () => {
    widget.check?.();
    return refresh();
  };
  const keepButton = keeping(attempt, tell, lookAgain);
  return {
    root,
    every: 5000,
    load: async () => {
      const [task, history] = await Promise.all([get(`tasks/${path}`, signal), get(`dashboard/tasks/${path}`, signal)]);
      const failures = task.links.failures ? await get(`tasks/${path}/failures?limit=${MOST_FAILURES}`, signal) : null;
      return {task, history, failures};
    },
    show: ({task, history, failures}) => {
      name(task.title || 'Task');
      const force = history.mayForceStop ? {method: 'POST', href: `dashboard/tasks/${path}/force-stop`} : null;
      put(places.verbs, [task.actions, force], () => verbs(task, force, act));
      put(places.timeline, [history.timeline, task.state], () => card('What happened', timeline(task, history)));
      put(places.facts, [task.state, task.attempt, task.outcome, history], () => card('Facts', facts(task, history)));
      put(places.files, task.result.files, () => card('Files', files(task, keepButton)));
      put(places.failures, failures?.items.length ? [failures.failed, failures.items.length] : null, () => failures && card('Failed items', failedItems(failures)));
      put(places.detail, [history.detail, task.error], () => history.detail && card('Technical detail', element('pre', {tabindex: 0}, history.detail)));
      Object.values(places).forEach((place) => { place.hidden = !place.firstChild; });
    },
  };
}

function half(made) {
  made.classList.add('half');
  return made;
}

function verbs({actions}, force, act) {
  const press = (key, action, label, body) => element('button', {
    type: 'button',
    click: () => act(action, {title: label, ...VERBS[key]}, body),
  }, `${label}…`);
  const buttons = Object.entries(actions).filter(([key]) => VERBS[key]).flatMap(([key, action]) => (action.scopes
    ? action.scopes.map((scope) => press(key, action, SCOPES[scope] ?? scope, {scope}))
    : [press(key, action, VERBS[key].label)]));
  if (force) {
    buttons.push(element('button', {type: 'button', click: () => act(force, {title: 'Force stop', text: RISK, yes: 'Stop it by force', isDanger: true})}, 'Force stop…'));
  }
  return buttons.length ? element('div', {class: 'buttons', role: 'group', 'aria-label': 'What may be done'}, ...buttons) : null;
}

function timeline({state, createdAt, serverTime, owner}, {timeline: steps}) {
  const by = steps.some(({amends}) => amends) ? null : owner.display; // It may have been somebody else's then
  const all = [{at: createdAt, label: 'Submitted', by, state: 'QUEUED'}, ...steps];
  return element('ol', {class: 'timeline'}, ...all.map((step, i) => {
    const next = all.slice(i + 1).find(({amends}) => !amends);
    const end = step.amends ? null : next?.at ?? (STATES[state] && !FINAL.includes(step.state) ? serverTime : null);
    const lasted = end && (Date.parse(end) - Date.parse(step.at)) / 1000;
    const label = step.amends ? AFTER_THE_END : step.label;
    return element('li', {'data-tone': step.amends ? 'muted' : toneOf(step.state)},
        label ? element('strong', {}, label) : badge(step.state),
        step.attempt > 1 && step.state === 'RUNNING' ? ` attempt ${step.attempt}` : '', step.by ? ` by ${step.by}` : '',
        element('div', {class: 'soft'}, exactly(step.at), end && lasted >= 0.05 ? ` · for ${length(i === all.length - 1 ? Math.round(lasted) : lasted)}` : ''),
        step.note ? element('p', {class: 'note'}, step.note) : '');
  }));
}

function facts(task, {tenant, priority, key, failures, losses, irrevocable, traceId}) {
  const {type, owner, attempt, maxAttempts, id, error, links} = task;
  const all = {
    State: badge(stateOf(task)),
    Type: element('a', {href: `tasks?${new URLSearchParams({type})}`}, type),
    Owner: owner.display === owner.id ? owner.id : `${owner.display} (${owner.id})`,
    Tenant: tenant,
    Attempt: attempt ? `${attempt} of ${Math.max(maxAttempts, attempt)}` : 'none yet',
    'Failed attempts': failures || null,
    'Lost with a process': losses || null,
    Priority: priority === 'NORMAL' ? null : priority.toLowerCase(),
    Key: key,
    'Point of no return': irrevocable ? 'passed: it cannot be stopped any more' : null,
    Failure: error?.message,
    Reference: error?.ref,
    'Runs again': links.retryOf && element('a', {href: `task?id=${encodeURIComponent(links.retryOf.split('/').pop())}`}, 'an earlier task'),
    Trace: traceId,
    Id: id,
  };
  return element('dl', {class: 'facts'}, ...Object.entries(all).filter(([, value]) => value)
      .flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value instanceof Node ? value : String(value))]));
}

function files({result, serverTime}, keepButton) {
  if (!result.files.length) {
    return element('p', {class: 'calm'}, 'It has made no file.');
  }
  return table('Files', FILES, result.files.map((file) => {
    const {href, name, size, expiresAt, downloads} = file;
    return row(FILES, [href ? element('a', {href: webAddress(href, location.href), download: name}, name) : name, sizeOf(size),
      element('span', {class: 'buttons'}, moment(expiresAt, serverTime), keepButton(file) ?? ''), words.number(downloads)]);
  }));
}

function failedItems({items, failed}) {
  const rest = failed - items.length;
  return element('div', {}, table('Failed items', FAILURES, items.map(({key, message, attempt, at}) => row(FAILURES, [key, message, words.number(attempt), exactly(at)]))),
      rest > 0 ? element('p', {class: 'soft'}, `And ${words.number(rest)} more.`) : '');
}
