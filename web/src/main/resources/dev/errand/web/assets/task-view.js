/** What a person sees of a task in each of its states: words, bar, buttons, and what a screen reader says. */

const LOST_AFTER = 60; // Seconds without a heartbeat
const SLOW_AFTER = 15; // Seconds without progress
const LONG_STOP = 30; // Seconds
const QUARTER = 25; // Percent

const STATES = {
  QUEUED: queued,
  SCHEDULED: scheduled,
  RUNNING: running,
  PAUSING: windingDown,
  CANCELLING: windingDown,
  PAUSED: paused,
  INTERRUPTED: interrupted,
  WAITING_RETRY: waitingToRetry,
  SUCCEEDED: succeeded,
  FAILED: failed,
  CANCELLED: cancelled,
};
const OF_CLASS = {active: 'RUNNING', waiting: 'QUEUED', final: 'SUCCEEDED'};
const OF_OUTCOME = {FAILED: 'FAILED', CANCELLED: 'CANCELLED'};

/**
 * @typedef {Object} View
 * @property {string} state what the words, the colour and the icon are of
 * @property {string} word the state in a word
 * @property {string} text what there is to say, in a sentence
 * @property {?string} phase what it is busy with
 * @property {?string} note what went wrong without being the end
 * @property {?{value: ?number, spoken: string, failed: number, still: boolean}} bar none where it says nothing
 * @property {Array<Object>} buttons
 * @property {Array<Object>} said by `group`: said once for each `id`, and as `again` after `every` seconds
 */

/**
 * @param {Object} task as the server tells it
 * @param {{words: Words, timeLeft: TimeLeft, since: number}} reader in which words, and for how many milliseconds the
 *     task has been seen in its state
 * @return {View}
 */
export function viewOf(task, {words, timeLeft, since}) {
  const state = task.state in STATES ? task.state : OF_OUTCOME[task.outcome] ?? OF_CLASS[task.stateClass] ?? 'RUNNING';
  const facts = new Facts(task, state, words, timeLeft, since);
  const view = {state, word: words.say(`state.${state}`), bar: null, said: [], ...STATES[state](facts)};
  view.word = words.say(`state.${view.state}`);
  view.buttons = buttonsOf(facts, view);
  view.said.unshift({group: 'state', id: `${view.state} ${task.attempt}`, ...announcement(facts, view)});
  return view;
}

function isExpired(file, task) {
  return Date.parse(file.expiresAt) <= Date.parse(task.serverTime);
}

class Facts {
  constructor(task, state, words, timeLeft, since) {
    const {done = 0, total = null, failed = 0, percent = null, unit} = task.progress ?? {};
    Object.assign(this, {task, state, words, timeLeft, done, total, failed, percent});
    this.unit = unit ?? 'items';
    this.seen = (performance.now() - task.receivedAt) / 1000;
    this.now = Date.parse(task.serverTime) + this.seen * 1000;
    this.since = task.lastStep ? this.secondsSince(task.lastStep.at) : since / 1000;
    this.files = task.result?.files ?? [];
  }

  get count() {
    return this.words.count(this.done, this.unit);
  }

  get from() {
    return this.say('from', {place: this.done});
  }

  get percentText() {
    return this.say('percent', {n: this.percent});
  }

  get canResume() {
    return Boolean(this.task.actions?.retry?.scopes?.includes('resume'));
  }

  /** Seconds until the task may start. */
  get wait() {
    const {waitSeconds} = this.task.queue ?? {};
    return waitSeconds == null ? null : Math.max(0, waitSeconds - this.seen);
  }

  say(key, facts) {
    return this.words.say(key, {unit: this.unit, ...facts});
  }

  secondsSince(time) {
    return Math.max(0, (this.now - Date.parse(time)) / 1000);
  }

  bar(values = {}) {
    const share = this.total ? (100 * this.failed) / this.total : 0;
    return {value: this.percent, spoken: this.spoken(), failed: this.failed ? Math.max(share, 1) : 0, still: false, ...values};
  }

  spoken(...more) {
    const percent = this.percent === null ? null : this.say('percent.words', {n: this.percent});
    return [percent, this.total === null ? null : this.ofTotal(), ...more].filter(Boolean).join(', ');
  }

  ofTotal() {
    const amount = this.task.progress.totalIsEstimate ? this.say('about', {number: this.total}) : this.total;
    return this.say('of', {n: this.total, done: this.done, amount});
  }

  by() {
    const {owner, lastStep} = this.task;
    if (!lastStep?.by) {
      return '';
    }
    const who = lastStep.by === owner?.id ? owner.display : lastStep.by;
    return lastStep.you ? this.say('tp.by.you') : this.say('tp.by', {who});
  }

  at(counted = false) {
    if (this.percent !== null && !counted) {
      return this.say('tp.at.percent', {percent: this.percentText});
    }
    return this.done ? this.say('tp.at.count', {count: this.count}) : '';
  }
}

function queued(facts) {
  const ahead = (facts.task.queue?.position ?? 1) - 1; // The first in the queue has position 1
  return {
    text: ahead > 0 ? facts.say('tp.QUEUED.ahead', {n: ahead}) : facts.say('tp.QUEUED'),
    bar: {value: null, spoken: '', failed: 0, still: false},
  };
}

function scheduled(facts) {
  const start = Date.parse(facts.task.startsAt);
  return {
    text: start
      ? facts.say('tp.SCHEDULED', {when: facts.words.when(start, facts.now)})
      : facts.say('tp.SCHEDULED.later'),
  };
}

function running(facts) {
  const {task} = facts;
  const silent = task.lastHeartbeatAt ? facts.secondsSince(task.lastHeartbeatAt) : 0;
  if (silent >= LOST_AFTER) {
    const duration = facts.words.duration(silent);
    return {state: 'LOST', text: facts.say('tp.RUNNING.lost', {duration}), bar: facts.bar({still: true})};
  }
  const isMeasured = facts.percent !== null && task.progress.mode !== 'indeterminate';
  const left = isMeasured ? timeLeft(facts) : null;
  const slow = slowness(facts);
  const spoken = isMeasured ? facts.spoken(left) : soFar(facts);
  const said = [];
  if (facts.failed) {
    said.push({group: 'failing', id: task.attempt, text: failing(facts)});
  }
  if (slow) {
    said.push({group: 'slow', id: task.attempt, text: slow});
  }
  return {
    text: slow ?? (isMeasured ? measured(facts, left) : soFar(facts)) ?? facts.say('tp.RUNNING'),
    phase: phase(facts),
    note: facts.failed ? failing(facts) : null,
    bar: facts.bar({value: isMeasured ? facts.percent : null, spoken}),
    said,
  };
}

function measured(facts, left) {
  const counted = facts.total === null ? null : facts.ofTotal();
  return [left || counted === null ? facts.percentText : null, counted, left].filter(Boolean).join(' · ');
}

function timeLeft(facts) {
  const {seconds = null, low, high, confidence} = facts.task.eta ?? {};
  if (seconds === null || confidence === 'none') {
    return null;
  }
  const share = seconds ? Math.max(0, 1 - facts.seen / seconds) : 0; // Of what was left when the server said so
  const steps = facts.timeLeft.inSteps({seconds: seconds * share, low: low * share, high: high * share});
  return facts.say('tp.RUNNING.left', {eta: facts.words.eta(steps)});
}

function soFar(facts) {
  const ran = facts.task.startedAt ? facts.secondsSince(facts.task.startedAt) : 0;
  const duration = ran < 60 ? Math.floor(ran / 10) * 10 : ran;
  return [
    facts.done ? facts.say('tp.RUNNING.so-far', {count: facts.count}) : null,
    duration ? facts.say('tp.RUNNING.for', {duration: facts.words.duration(duration)}) : null,
  ].filter(Boolean).join(' · ') || null;
}

function slowness(facts) {
  const {progressAt, eta} = facts.task;
  const idle = progressAt ? facts.secondsSince(progressAt) : 0;
  if (!eta?.overdue && !(idle >= SLOW_AFTER && eta?.confidence === 'none')) {
    return null;
  }
  return facts.done && progressAt
    ? facts.say('tp.RUNNING.slow.last', {ago: facts.words.ago(idle)})
    : facts.say('tp.RUNNING.slow');
}

function failing(facts) {
  return facts.say('tp.failing', {n: facts.failed, count: facts.words.count(facts.failed, facts.unit)});
}

function phase(facts) {
  const {phase: current, message} = facts.task.progress ?? {};
  const isOneOfMany = current?.label && current.count > 1;
  const {label, index, count: total} = current ?? {};
  return [isOneOfMany ? facts.say('tp.RUNNING.phase', {label, index, total}) : label, message].filter(Boolean).join(' · ');
}

function windingDown(facts) {
  const isLong = facts.state === 'CANCELLING' && facts.since >= LONG_STOP;
  return {
    text: isLong ? facts.say('tp.CANCELLING.long', {n: Math.floor(facts.since)}) : facts.say(`tp.${facts.state}`),
    bar: facts.bar({still: true}),
  };
}

function paused(facts) {
  return {text: facts.say('tp.PAUSED', {by: facts.by(), at: facts.at()}), bar: facts.bar({still: true})};
}

function interrupted(facts) {
  const text = facts.done ? facts.say('tp.INTERRUPTED.from', {from: facts.from}) : facts.say('tp.INTERRUPTED');
  return {text, bar: facts.bar({still: true})};
}

function waitingToRetry(facts) {
  const {attempt, maxAttempts: attempts, error, lastStep} = facts.task;
  const next = attempt + 1;
  const reason = error?.message ?? lastStep?.note ?? '';
  const text = facts.wait > 0 && attempts
    ? facts.say('tp.WAITING_RETRY', {reason, next, attempts, in: facts.words.within(facts.wait)})
    : facts.say('tp.WAITING_RETRY.soon', {reason});
  return {text: text.trim(), bar: facts.bar({still: true})};
}

function succeeded(facts) {
  const {task, files} = facts;
  const expired = files.find((file) => isExpired(file, task));
  if (expired) {
    return {state: 'EXPIRED', text: facts.say('tp.EXPIRED', {date: facts.words.date(Date.parse(expired.expiresAt))})};
  }
  if (task.outcome === 'NONE') {
    return {state: 'NONE', text: facts.say('tp.NONE')};
  }
  if (task.outcome === 'PARTIAL') {
    const {done, total, failed} = facts;
    const text = facts.say('tp.PARTIAL', {done, total: total ?? done + failed, failed});
    return {state: 'PARTIAL', text, bar: facts.bar({value: 100, spoken: text})};
  }
  const text = ready(facts);
  return {text, bar: {value: 100, spoken: text, failed: 0, still: true}};
}

function ready(facts) {
  const {task, files} = facts;
  const expiry = files[0]?.expiresAt ?? task.expiresAt;
  const kept = expiry ? facts.say('tp.kept', {date: facts.words.date(Date.parse(expiry))}) : '';
  if (files.length === 1) {
    return facts.say('tp.SUCCEEDED.file', {file: files[0].name, size: facts.words.size(files[0].size), kept});
  }
  if (files.length) {
    return facts.say('tp.SUCCEEDED.files', {n: files.length, kept});
  }
  return task.result?.summary ?? (facts.done ? facts.say('tp.SUCCEEDED.count', {count: facts.count}) : facts.say('tp.SUCCEEDED'));
}

function failed(facts) {
  const {error} = facts.task;
  const reason = error?.message ? error.message.replace(/\.?\s*$/, '.') : facts.say('tp.FAILED.unknown');
  const kept = facts.done && facts.canResume ? facts.say('tp.FAILED.kept', {n: facts.done, count: facts.count}) : '';
  const reference = error?.ref ? facts.say('tp.FAILED.reference', {ref: error.ref}) : '';
  return {
    text: facts.say('tp.FAILED', {reason, kept, reference}),
    bar: facts.bar({value: Math.min(facts.percent ?? 0, 99), still: true}),
  };
}

function cancelled(facts) {
  const text = facts.say('tp.CANCELLED', {by: facts.by(), at: facts.at(true)});
  return {text, bar: facts.percent === null ? null : facts.bar({still: true})};
}

function announcement(facts, {state, text, bar}) {
  const {words, task, percent} = facts;
  const title = task.title ?? words.say('tp.untitled');
  const sentence = words.say('said.other', {title, text});
  if (state !== 'RUNNING') {
    const isPlain = state === 'QUEUED' || state === 'SUCCEEDED';
    return {text: isPlain ? words.say(`said.${state}`, {title}) : sentence, isAlert: state === 'FAILED'};
  }
  const again = words.say('said.other', {title, text: bar.spoken ?? text});
  const quarter = bar.value === null ? 0 : Math.floor(percent / QUARTER);
  return {
    id: `RUNNING ${task.attempt} ${quarter}`,
    text: quarter ? again : words.say('said.RUNNING', {title}),
    again,
    every: bar.value === null ? 60 : 30,
  };
}

/** Whatever the server says this person may do: no role is known here. */
function buttonsOf(facts, view) {
  const {task, words, done} = facts;
  const actions = task.actions ?? {};
  const isWaiting = ['WAITING_RETRY', 'INTERRUPTED'].includes(facts.state);
  const isFailed = facts.state === 'FAILED';
  const buttons = [];
  const add = (name, label, more) => buttons.push({name, label, ...more});
  const addAction = (name, label) => actions[name] && add(name, label, {action: actions[name]});
  const addRetry = (scope, label) => actions.retry?.scopes?.includes(scope)
      && add(`retry ${scope}`, label, {action: {...actions.retry, body: {scope}}});

  if (!['EXPIRED', 'FAILED'].includes(view.state)) {
    facts.files.forEach((file) => add(`download ${file.id}`, downloadLabel(facts, file), {file}));
  }
  addAction('resume', words.say(isWaiting ? 'do.resume-now' : 'do.resume'));
  addRetry('resume', words.say(done ? 'do.retry-from' : 'do.retry', {from: facts.from}));
  addRetry('failed-items', words.say('do.retry-failed', {n: facts.failed}));
  addRetry('all', words.say(isFailed && !facts.canResume ? 'do.retry' : 'do.run-again'));
  addAction('pause', words.say('do.pause'));
  if (facts.failed && task.links?.failures) {
    add('show-failed', facts.say('do.show-failed'), {expands: true});
    view.state === 'PARTIAL' && add('download-failed', words.say('do.download-failed'));
  }
  if (isFailed) {
    add('details', words.say('do.details'), {expands: true});
  }
  addAction('cancel', words.say('do.cancel'));
  addAction('forceStop', words.say('do.force-stop'));
  const main = ['PAUSED', 'WAITING_RETRY', 'EXPIRED', 'FAILED', 'PARTIAL', 'SUCCEEDED'].includes(view.state);
  return buttons.map((button, index) => ({...button, isMain: main && !index && !button.expands}));
}

function downloadLabel({words, files}, {name}) {
  return files.length === 1 ? words.say('do.download') : words.say('do.download.named', {name});
}
