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
 * @property {?{value: ?number, spoken: string, still: boolean}} bar none where it says nothing
 * @property {Array<Object>} buttons
 * @property {?boolean} isAlert whether it has to be heard at once
 * @property {?string} slot of the page's own content for this state
 * @property {?function(HTMLElement)} mark adds to the bar
 * @property {Array<Object>} said by `group`: said once for each `id`, and as `again` after `every` seconds
 */

/**
 * Makes the other states known.
 *
 * @param {{stateOf: function(Object): string, show: function(Facts): Object, complete: function(Facts, Object): Object, ANSWERS: Object}}
 *     others `stateOf` finds the state to show, `show` shows it, `complete` tells what differs in any view, and `ANSWERS` are
 *     what the host may say instead
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
 * @param {{words: Words, timeLeft: TimeLeft}} reader in which words
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
  view.said.unshift({group: 'state', id: `${task.id} ${view.state} ${task.attempt}`, isAlert: view.isAlert, ...announcement(facts, view)});
  return view;
}

/**
 * What a person sees when the host does not tell of a task.
 *
 * @param {number} status of HTTP; 0 if there was no answer at all
 * @param {Words} words
 * @param {View} view of the task as it is known, which stays where it is still true
 * @return {View}
 */
export function problemView(status, words, view) {
  const state = status ? 'UNKNOWN' : 'OFFLINE';
  const [text, button, label] = later?.ANSWERS[status] ?? (status ? ['tp.5xx', 'check', 'do.check'] : ['tp.offline', 'check', 'do.check-now']);
  return {
    state,
    text: words.say(text),
    word: words.say(`state.${state}`),
    bar: status ? null : view.bar,
    buttons: button ? [{name: button, label: words.say(label), isMain: true}] : [],
    said: [{group: 'problem', id: status, text: words.say(text)}],
  };
}

/** What is known of a task, and in which words. */
class Facts {
  constructor(task, {words, timeLeft, state}) {
    const {done = 0, total = null, failed = 0, percent = null, unit} = task.progress ?? {};
    Object.assign(this, {task, words, timeLeft, state, done, total, failed, percent});
    this.unit = unit ?? 'items';
    this.seen = (performance.now() - task.receivedAt) / 1000;
    this.now = Date.parse(task.serverTime) + this.seen * 1000;
  }

  get count() {
    return this.words.count(this.done, this.unit);
  }

  get percentText() {
    return this.say('percent', {n: this.percent});
  }

  get isSlow() {
    const {progressAt, eta} = this.task;
    return eta?.overdue || (this.secondsSince(progressAt) >= SLOW_AFTER && eta?.confidence === 'none');
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
    return {value: this.percent, spoken: this.spoken(), ...values};
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
  const say = (key, words) => facts.say(key, {title: facts.task.title ?? facts.say('tp.untitled'), text: words});
  if (state !== 'RUNNING') {
    return {text: say(/^(QUEUED|SUCCEEDED)$/.test(state) ? `said.${state}` : 'said.other', text)};
  }
  const quarter = Math.floor(bar.value / QUARTER);
  const again = say('said.other', bar.spoken || text);
  return {
    id: `${facts.task.id} ${facts.task.attempt} ${quarter}`,
    text: quarter ? again : say('said.RUNNING'),
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
