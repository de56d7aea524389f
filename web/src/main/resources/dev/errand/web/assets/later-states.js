/** What a person sees of a task in the states that a page seldom begins with, and of one that does not run as it should. */

import {ago, date, size, when, within} from './amounts.js';
import {element} from './dom.js';
import './later-looks.js';

const LONG_STOP = 30; // Seconds
const STOPPING = new Map();

/** By status of HTTP: what to say, and a button. */
export const ANSWERS = {
  401: ['tp.401', 'sign-in', 'do.sign-in'],
  403: ['tp.404'],
  404: ['tp.404'],
  410: ['tp.410'],
};

const STATES = {
  SCHEDULED: scheduled,
  PAUSING: windingDown,
  CANCELLING: windingDown,
  PAUSED: paused,
  INTERRUPTED: interrupted,
  WAITING_RETRY: waitingToRetry,
  SUCCEEDED: succeeded,
  FAILED: failed,
  CANCELLED: cancelled,
};
const OF_CLASS = {waiting: 'QUEUED', final: 'SUCCEEDED'};
const OF_OUTCOME = {FAILED: 'FAILED', CANCELLED: 'CANCELLED'};
const SLOTS = {SUCCEEDED: 'done', PARTIAL: 'done', FAILED: 'failed', NONE: 'empty'};
const WITH_MAIN_BUTTON = ['PAUSED', 'WAITING_RETRY', 'EXPIRED', 'FAILED', 'PARTIAL', 'SUCCEEDED'];

/** The state that says most of a task, even if it is in one that is not known yet. */
export function stateOf({state, outcome, stateClass}) {
  return state in STATES ? state : OF_OUTCOME[outcome] ?? OF_CLASS[stateClass] ?? 'RUNNING';
}

/** @return {Object} what is special to the state */
export function show(facts) {
  return STATES[facts.state](facts);
}

/** @return {Object} what has to be told differently, or besides */
export function complete(facts, view) {
  const troubled = facts.state === 'RUNNING' ? trouble(facts, view) : {};
  const {state = view.state, bar = view.bar} = troubled;
  return {
    ...troubled,
    buttons: buttonsOf(facts, state),
    slot: SLOTS[state],
    isAlert: state === 'FAILED',
    mark: (track) => markFailed(track, bar, state, shareOfFailed(facts)),
  };
}

/** Shows in the bar how much failed, or where the end was. */
function markFailed(track, bar, state, share) {
  const isEnd = state === 'FAILED';
  const mark = track.querySelector('.failed') ?? element('span', {class: 'failed'});
  track.append(mark);
  mark.hidden = state === 'SUCCEEDED' || !bar || bar.value === null || !(share || isEnd);
  if (!mark.hidden) {
    mark.style.width = `${share}%`;
    mark.style.insetInlineStart = `${Math.max(0, bar.value - (isEnd ? 0 : share))}%`;
  }
}

function trouble(facts, {text}) {
  if (facts.isLost) {
    const duration = facts.words.duration(facts.secondsSince(facts.task.lastHeartbeatAt));
    return {state: 'LOST', text: facts.say(asks(facts) ? 'tp.RUNNING.lost.asks' : 'tp.RUNNING.lost', {duration}), phase: null, bar: facts.bar({still: true})};
  }
  const slow = facts.isSlow && slowness(facts);
  const failing = facts.failed && facts.say('tp.failing', {n: facts.failed, count: facts.words.count(facts.failed, facts.unit)});
  const said = [{group: 'failing', text: failing}, {group: 'slow', text: slow}];
  return {
    text: slow || text,
    note: failing || null,
    said: said.filter((each) => each.text).map((each) => ({...each, id: `${facts.task.id} ${facts.task.attempt}`})),
  };
}

function slowness(facts) {
  const {progressAt} = facts.task;
  return facts.done && progressAt
    ? facts.say('tp.RUNNING.slow.last', {ago: ago(facts.words, facts.secondsSince(progressAt))})
    : facts.say('tp.RUNNING.slow');
}

function scheduled(facts) {
  const start = Date.parse(facts.task.startsAt);
  return {
    text: start
      ? facts.say('tp.SCHEDULED', {when: when(facts.words, start, facts.now)})
      : facts.say('tp.SCHEDULED.later'),
  };
}

function windingDown(facts) {
  const {lastStep} = facts.task;
  const since = lastStep ? facts.secondsSince(lastStep.at) : seenFor(facts);
  const isLong = facts.state === 'CANCELLING' && since >= LONG_STOP;
  return {
    text: isLong ? facts.say('tp.CANCELLING.long', {n: Math.floor(since)}) : facts.say(`tp.${facts.state}`),
    bar: facts.bar({still: true}),
  };
}

/** For how many seconds the page has seen it stop. */
function seenFor({state, task: {id, attempt}}) {
  const key = `${id} ${attempt} ${state}`;
  const now = performance.now();
  STOPPING.has(key) || STOPPING.set(key, now);
  return (now - STOPPING.get(key)) / 1000;
}

function paused(facts) {
  return {text: facts.say('tp.PAUSED', {by: by(facts), at: at(facts)}), bar: facts.bar({still: true})};
}

function interrupted(facts) {
  const text = asks(facts) ? facts.say('tp.INTERRUPTED.asks')
    : isKept(facts) ? facts.say('tp.INTERRUPTED.from', {from: from(facts)}) : facts.say('tp.INTERRUPTED');
  return {text, bar: facts.bar({still: true})};
}

/** Whether it does not go on until a person lets it. */
function asks({task}) {
  return task.resumesByItself === false;
}

/** Whether another attempt goes on from what it did, and does not begin again. */
function isKept({task, done}) {
  return task.resumable && done;
}

function waitingToRetry(facts) {
  const {attempt, maxAttempts: attempts, error, lastStep, queue} = facts.task;
  const reason = error?.message ?? lastStep?.note ?? '';
  const wait = (queue?.waitSeconds ?? 0) - facts.seen;
  const text = wait > 0 && attempts
    ? facts.say('tp.WAITING_RETRY', {reason, next: attempt + 1, attempts: Math.max(attempts, attempt + 1), in: within(facts.words, wait)})
    : facts.say('tp.WAITING_RETRY.soon', {reason});
  return {text: text.trim(), bar: facts.bar({still: true})};
}

function succeeded(facts) {
  const {task} = facts;
  const expired = filesOf(task).find((file) => Date.parse(file.expiresAt) <= Date.parse(task.serverTime));
  if (expired) {
    return {state: 'EXPIRED', text: facts.say('tp.EXPIRED', {date: date(facts.words, Date.parse(expired.expiresAt))})};
  }
  if (task.outcome === 'NONE') {
    return {state: 'NONE', text: facts.say('tp.NONE')};
  }
  if (task.outcome === 'PARTIAL') {
    const {done, total, failed: missed} = facts;
    const text = facts.say('tp.PARTIAL', {done, total: total ?? done + missed, failed: missed});
    return {state: 'PARTIAL', text, bar: facts.bar({value: 100, spoken: text})};
  }
  const text = ready(facts);
  const phase = filesOf(task).length ? task.result.summary : null; // Without a file, it is the text
  return {text, phase, bar: facts.bar({value: 100, spoken: text, still: true})};
}

function ready(facts) {
  const {task, words} = facts;
  const files = filesOf(task);
  const expiry = files[0]?.expiresAt ?? task.expiresAt;
  const kept = expiry ? facts.say('tp.kept', {date: date(words, Date.parse(expiry))}) : '';
  if (files.length === 1) {
    return facts.say('tp.SUCCEEDED.file', {file: files[0].name, size: size(words, files[0].size), kept});
  }
  if (files.length) {
    return facts.say('tp.SUCCEEDED.files', {n: files.length, kept});
  }
  return task.result?.summary ?? (facts.done ? facts.say('tp.SUCCEEDED.count', {count: facts.count}) : facts.say('tp.SUCCEEDED'));
}

function failed(facts) {
  const {error} = facts.task;
  const reason = error?.message ? error.message.replace(/\.?\s*$/, '.') : facts.say('tp.FAILED.unknown');
  const kept = facts.done && mayRetry(facts, 'resume')
    ? facts.say(isKept(facts) ? 'tp.FAILED.kept' : 'tp.FAILED.after', {n: facts.done, count: facts.count})
    : '';
  const reference = error?.ref ? facts.say('tp.FAILED.reference', {ref: error.ref}) : '';
  return {
    text: facts.say('tp.FAILED', {reason, kept, reference}),
    bar: facts.bar({value: Math.min(facts.percent ?? 0, 99), still: true}),
  };
}

function cancelled(facts) {
  const text = facts.say('tp.CANCELLED', {by: by(facts), at: atCount(facts)});
  return {text, bar: facts.percent === null ? null : facts.bar({still: true})};
}

function by(facts) {
  const {owner, lastStep} = facts.task;
  if (!lastStep?.by) {
    return '';
  }
  const who = lastStep.by === owner?.id ? owner.display : lastStep.by;
  return lastStep.you ? facts.say('tp.by.you') : facts.say('tp.by', {who});
}

function at(facts) {
  return facts.percent === null ? atCount(facts) : facts.say('tp.at.percent', {percent: facts.percentText});
}

function atCount(facts) {
  return facts.done ? facts.say('tp.at.count', {count: facts.count}) : '';
}

function from(facts) {
  return facts.say('from', {place: facts.done});
}

function filesOf(task) {
  return task.result?.files ?? [];
}

function mayRetry({task}, scope) {
  return Boolean(task.actions?.retry?.scopes?.includes(scope));
}

/** In percent; however few failed, they are seen. */
function shareOfFailed({failed: missed, total}) {
  return missed ? Math.max(total ? (100 * missed) / total : 0, 1) : 0;
}

/** Whatever the server says this person may do: no role is known here. */
function buttonsOf(facts, shown) {
  const {task, words, state} = facts;
  const actions = task.actions ?? {};
  const isWaiting = state === 'WAITING_RETRY' || (state === 'INTERRUPTED' && !asks(facts));
  const isFailed = state === 'FAILED';
  const files = ['EXPIRED', 'FAILED'].includes(shown) ? [] : filesOf(task).filter(({href}) => href);
  const buttons = [];
  const add = (name, label, more) => buttons.push({name, label, ...more});
  const addAction = (name, label) => actions[name] && add(name, words.say(label), {action: actions[name]});
  const addRetry = (scope, label) => mayRetry(facts, scope)
      && add(`retry ${scope}`, label, {action: {...actions.retry, body: {scope}}});

  files.forEach((file) => {
    const label = files.length === 1 ? words.say('do.download') : words.say('do.download.named', {name: file.name});
    add(`download ${file.id}`, label, {file});
  });
  addAction('resume', isWaiting ? 'do.resume-now' : 'do.resume');
  addRetry('resume', words.say(isKept(facts) ? 'do.retry-from' : 'do.retry', {from: from(facts)}));
  addRetry('failed-items', words.say('do.retry-failed', {n: facts.failed}));
  addRetry('all', words.say(isFailed && !mayRetry(facts, 'resume') ? 'do.retry' : 'do.run-again'));
  addAction('pause', 'do.pause');
  if (facts.failed && task.links?.failures) {
    add('show-failed', facts.say('do.show-failed'), {expands: true});
    shown === 'PARTIAL' && add('download-failed', words.say('do.download-failed'));
  }
  isFailed && add('details', words.say('do.details'), {expands: true});
  addAction('cancel', 'do.cancel');
  addAction('forceStop', 'do.force-stop');
  const hasMain = WITH_MAIN_BUTTON.includes(shown);
  return buttons.map((button, index) => ({...button, isMain: hasMain && !index && !button.expands}));
}
