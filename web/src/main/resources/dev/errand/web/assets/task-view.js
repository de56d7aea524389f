/** What a person sees of a task that waits or runs as it should: words, bar, buttons, and what a screen reader says. */

const LOST_AFTER = 60; // Seconds without a heartbeat
const SLOW_AFTER = 15; // Seconds without progress
const QUARTER = 25; // Percent

/** What to show, by state; all others are in `later-states.js`. */
const STATES = {QUEUED: queued, RUNNING: running};
let later = null;

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
 * Makes the other states known.
 *
 * @param {{stateOf: function(Object): string, show: function(Facts): Object, complete: function(Facts, Object): Object}} others
 *     `stateOf` finds the state to show, `show` shows it, and `complete` tells what differs in any view
 */
export function learn(others) {
  later = others;
}

/** Whether the whole of a task can be shown without the other states. */
export function isSimple(task) {
  const facts = new Facts(task, {});
  return task.state in STATES && !facts.failed && !facts.isSlow && !facts.isLost
      && Object.keys(task.actions ?? {}).every((name) => /^(pause|cancel)$/.test(name));
}

/**
 * @param {Object} task as the server tells it
 * @param {{words: Words, timeLeft: TimeLeft, since: number}} reader in which words, and for how many milliseconds the
 *     task has been seen in its state
 * @return {?View} null if it takes the other states to show it
 */
export function viewOf(task, reader) {
  const state = task.state in STATES ? task.state : later?.stateOf(task);
  if (!state) {
    return null;
  }
  const facts = new Facts(task, {...reader, state});
  const view = {state, bar: null, said: [], buttons: buttonsOf(facts), ...(STATES[state] ?? later.show)(facts)};
  Object.assign(view, later?.complete(facts, view));
  view.word = facts.say(`state.${view.state}`);
  view.said.unshift({group: 'state', id: `${view.state} ${task.attempt}`, ...announcement(facts, view)});
  return view;
}

/** What is known of a task, and in which words. */
class Facts {
  constructor(task, {words, timeLeft, state, since = 0}) {
    const {done = 0, total = null, failed = 0, percent = null, unit} = task.progress ?? {};
    Object.assign(this, {task, words, timeLeft, state, done, total, failed, percent});
    this.unit = unit ?? 'items';
    this.seen = (performance.now() - task.receivedAt) / 1000;
    this.now = Date.parse(task.serverTime) + this.seen * 1000;
    this.since = since / 1000;
  }

  get count() {
    return this.words.count(this.done, this.unit);
  }

  get percentText() {
    return this.say('percent', {n: this.percent});
  }

  get isSlow() {
    const {progressAt, eta} = this.task;
    return Boolean(eta?.overdue || (this.secondsSince(progressAt) >= SLOW_AFTER && eta?.confidence === 'none'));
  }

  get isLost() {
    return this.secondsSince(this.task.lastHeartbeatAt) >= LOST_AFTER;
  }

  say(key, facts) {
    return this.words.say(key, {unit: this.unit, ...facts});
  }

  /** 0 if there was no such time. */
  secondsSince(time) {
    return Math.max(0, (this.now - Date.parse(time)) / 1000) || 0;
  }

  bar(values) {
    return {value: this.percent, spoken: this.spoken(), failed: 0, still: false, ...values};
  }

  spoken(...more) {
    return listed(', ', this.percent !== null && this.say('percent.words', {n: this.percent}), this.ofTotal(), ...more);
  }

  ofTotal() {
    const amount = this.task.progress?.totalIsEstimate ? this.say('about', {number: this.total}) : this.total;
    return this.total !== null && this.say('of', {n: this.total, done: this.done, amount});
  }
}

function queued(facts) {
  const ahead = (facts.task.queue?.position ?? 1) - 1; // The first in the queue has position 1
  return {
    text: ahead > 0 ? facts.say('tp.QUEUED.ahead', {n: ahead}) : facts.say('tp.QUEUED'),
    bar: facts.bar({value: null, spoken: ''}),
  };
}

function running(facts) {
  const isMeasured = facts.percent !== null && facts.task.progress.mode !== 'indeterminate';
  const left = isMeasured && timeLeft(facts);
  const counted = isMeasured && facts.ofTotal();
  const soFar = isMeasured ? '' : soFarOf(facts);
  return {
    text: listed(' · ', isMeasured && (left || !counted) && facts.percentText, counted, left, soFar) || facts.say('tp.RUNNING'),
    phase: phase(facts),
    bar: facts.bar({value: isMeasured ? facts.percent : null, spoken: isMeasured ? facts.spoken(left) : soFar}),
  };
}

function timeLeft(facts) {
  const {seconds = null, low, high, confidence} = facts.task.eta ?? {};
  if (seconds === null || confidence === 'none') {
    return null;
  }
  const share = seconds && Math.max(0, 1 - facts.seen / seconds); // Of what was left when the server said so
  const steps = facts.timeLeft.inSteps({seconds: seconds * share, low: low * share, high: high * share});
  return facts.say('tp.RUNNING.left', {eta: facts.words.eta(steps)});
}

function soFarOf(facts) {
  const ran = facts.secondsSince(facts.task.startedAt);
  const duration = ran < 60 ? Math.floor(ran / 10) * 10 : ran;
  return listed(' · ',
      facts.done && facts.say('tp.RUNNING.so-far', {count: facts.count}),
      duration && facts.say('tp.RUNNING.for', {duration: facts.words.duration(duration)}));
}

function phase(facts) {
  const {phase: current, message} = facts.task.progress ?? {};
  const {label, index, count: total} = current ?? {};
  return listed(' · ', label && total > 1 ? facts.say('tp.RUNNING.phase', {label, index, total}) : label, message);
}

function announcement(facts, {state, text, bar}) {
  const title = facts.task.title ?? facts.say('tp.untitled');
  const sentence = facts.say('said.other', {title, text});
  if (state !== 'RUNNING') {
    const isPlain = state === 'QUEUED' || state === 'SUCCEEDED';
    return {text: isPlain ? facts.say(`said.${state}`, {title}) : sentence, isAlert: state === 'FAILED'};
  }
  const again = facts.say('said.other', {title, text: bar.spoken || text});
  const quarter = bar.value === null ? 0 : Math.floor(facts.percent / QUARTER);
  return {
    id: `RUNNING ${facts.task.attempt} ${quarter}`,
    text: quarter ? again : facts.say('said.RUNNING', {title}),
    again,
    every: bar.value === null ? 60 : 30,
  };
}

/** Whatever the server says this person may do: no role is known here. */
function buttonsOf({task: {actions}, words}) {
  return ['pause', 'cancel'].filter((name) => actions?.[name])
      .map((name) => ({name, label: words.say(`do.${name}`), action: actions[name]}));
}

/** Those of the texts that there are, with something between them. */
function listed(between, ...texts) {
  return texts.filter(Boolean).join(between);
}
