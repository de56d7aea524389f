/** `<task-progress href="…">`: what a person sees of one task. */

import {Announcer} from './announcer.js';
import {element, setAttribute} from './dom.js';
import {Access, Problem, webAddress} from './requests.js';
import {TaskCard} from './task-card.js';
import {TaskFeed} from './task-feed.js';
import {STYLE} from './task-style.js';
import {viewOf} from './task-view.js';
import {TimeLeft} from './time-left.js';
import {addTexts, Words} from './words.js';

export {addTexts};

const SECOND = 1000;
const PROBLEMS = {
  0: {key: 'tp.offline', button: 'check', label: 'do.check-now'},
  401: {key: 'tp.401', button: 'sign-in', label: 'do.sign-in'},
  403: {key: 'tp.404'},
  404: {key: 'tp.404'},
  410: {key: 'tp.410'},
};
const FEEDS = new Map();

/**
 * Shows a task, live, with what may be done about it.
 *
 * Fires `task-state` ({task, from, to}), `task-end` ({task}) and `task-error` ({status, problem}); all bubble.
 */
export class TaskProgress extends HTMLElement {
  static observedAttributes = ['href', 'lang', 'no-cancel', 'heading-level'];

  #card = new TaskCard((button, event) => this.#press(button, event));
  #announcer = new Announcer();
  #timeLeft = new TimeLeft();
  #headers = null;
  #access = null;
  #feed = null;
  #watch = null;
  #words = null;
  #task = null;
  #problem = null;
  #stateSeenAt = 0;
  #wasActive = false;
  #tick = 0;
  #notice = 'offered';

  constructor() {
    super();
    this.attachShadow({mode: 'open'}).adoptedStyleSheets = [STYLE];
    this.shadowRoot.append(element('slot')); // The page's own link, until there is something better
  }

  /** The address of the task's status. */
  get href() {
    return this.getAttribute('href');
  }

  set href(value) {
    setAttribute(this, 'href', value);
  }

  /** The task as the server last told it; set it to spare the first request. */
  get task() {
    return this.#task;
  }

  set task(task) {
    this.#task = {...task, receivedAt: performance.now()};
    this.#start();
  }

  /** Headers of every request, such as `Authorization`: an object, or a function that returns one or a promise of it. */
  get headers() {
    return this.#headers;
  }

  set headers(headers) {
    this.#headers = headers;
    this.#start();
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) {
      return;
    }
    if (name === 'href') {
      this.#task = null;
    }
    this.#start();
  }

  /** Asks for the task at once. */
  check() {
    this.#watch?.check();
  }

  #stop() {
    this.#watch?.stop();
    this.#watch = null;
    clearInterval(this.#tick);
  }

  async #start() {
    this.#stop();
    const url = this.isConnected && this.href && webAddress(this.href, document.baseURI);
    if (!url) {
      return;
    }
    const language = this.closest('[lang]')?.lang || navigator.language;
    this.#access = new Access(this.#headers, this.getAttribute('csrf-header'), this.getAttribute('csrf-cookie'));
    this.#feed = feedOf(this.#headers, this.#access);
    this.#watch = this.#feed.watch(url, {
      task: (task) => this.#take(task),
      problem: (problem) => this.#fail(problem),
    }, this.#task);
    this.#tick = setInterval(() => this.#render(), SECOND);
    this.#words = await Words.of(language).catch(() => this.#words);
    this.#render();
  }

  #take(task) {
    const before = this.#task;
    this.#task = task;
    if (this.#problem) {
      this.#problem = null;
      this.#announcer.forget('problem');
    }
    if (before?.state !== task.state || !this.#stateSeenAt) {
      this.#stateSeenAt = performance.now();
    }
    this.#wasActive ||= task.stateClass !== 'final';
    this.#render();
    if (before?.state !== task.state) {
      this.#fire('task-state', {task, from: before?.state ?? null, to: task.state});
      task.stateClass === 'final' && this.#end(task);
    }
  }

  #end(task) {
    this.#fire('task-end', {task});
    if (this.getAttribute('download') === 'auto-once' && this.#wasActive && task.state === 'SUCCEEDED') {
      task.result?.files?.filter((file) => isFirstDownload(file.id)).forEach((file) => this.#card.press(`download ${file.id}`));
    }
    if (this.#notice === 'promised') {
      const text = this.#words.say('said.other', {title: task.title, text: this.#card.text});
      extras().then(({notify}) => notify(text, task.id));
    }
    this.#wasActive = false;
  }

  #fail(problem) {
    const isNew = this.#problem?.status !== problem.status;
    this.#problem = problem;
    this.#render();
    isNew && this.#fire('task-error', {status: problem.status, problem: problem.body});
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, {bubbles: true, composed: true, detail}));
  }

  #render() {
    if (!this.#words || !(this.#task || this.#problem)) {
      return;
    }
    const view = this.#view();
    if (!this.#card.root.isConnected) {
      this.shadowRoot.replaceChildren(this.#card.root, ...this.#announcer.regions);
    }
    this.#card.show(view, {
      title: this.#task?.title ?? this.#words.say('tp.untitled'),
      level: this.getAttribute('heading-level') ?? 3,
      url: this.#url,
    });
    this.hasAttribute('quiet') || this.#announcer.tell(view.said);
    this.hasAttribute('percent-in-title') && extras().then(({showInTitle}) => showInTitle(view.state === 'RUNNING' ? view.bar.value : null));
  }

  #view() {
    const words = this.#words;
    const view = this.#task
      ? viewOf(this.#task, {words, timeLeft: this.#timeLeft, since: performance.now() - this.#stateSeenAt})
      : {bar: null, buttons: [], said: []};
    if (this.hasAttribute('notify') && this.#notice === 'offered' && this.#task?.stateClass !== 'final') {
      view.buttons.push({name: 'notify', label: words.say('do.notify')});
    }
    view.buttons = view.buttons.filter(({name}) => name !== 'cancel' || !this.hasAttribute('no-cancel'));
    return this.#problem ? {...view, ...this.#problemView(this.#problem, view)} : view;
  }

  async #promiseNotice() {
    const {mayNotify} = await extras();
    this.#notice = await mayNotify() ? 'promised' : 'refused';
    this.#notice === 'promised' && this.#feed.stayAwake();
    this.#render();
  }

  #problemView({status}, {bar}) {
    const say = (key) => this.#words.say(key);
    const {key, button, label} = PROBLEMS[status] ?? {key: 'tp.5xx', button: 'check', label: 'do.check'};
    const state = status ? 'UNKNOWN' : 'OFFLINE';
    const text = say(key);
    return {
      state,
      text,
      word: say(`state.${state}`),
      phase: null,
      note: null,
      bar: status ? null : bar,
      buttons: button ? [{name: button, label: say(label), isMain: true}] : [],
      said: [{group: 'problem', id: status, text}],
    };
  }

  get #url() {
    return webAddress(this.href, document.baseURI);
  }

  async #press(button, event) {
    const {name, action, file, expands} = button.wanted;
    if (button.getAttribute('aria-disabled')) {
      return;
    }
    this.#refuse(null);
    if (file) {
      this.#download(file, event);
    } else if (action) {
      await this.#busy(button, () => this.#act(name, action));
    } else if (expands) {
      await this.#busy(button, () => (this.#card.isOpen(name) ? this.#card.close() : this.#open(name)));
    } else if (name === 'download-failed') {
      await this.#busy(button, async () => (await details()).saveFailedItems(this.#failuresUrl, this.#access, 'failed.csv'));
    } else if (name === 'notify') {
      await this.#busy(button, () => this.#promiseNotice());
    } else if (name === 'sign-in') {
      location.reload(); // The host leads to its login page, and back
    } else {
      this.check();
    }
  }

  #download({href, name, id}, event) {
    isFirstDownload(id);
    if (!this.#access.isShared) { // A link sends no headers
      event.preventDefault();
      details().then(({saveFile}) => saveFile(webAddress(href, this.#url), this.#access, name))
          .catch((problem) => this.#refuse(problem));
    }
  }

  async #busy(button, work) {
    setAttribute(button, 'aria-disabled', 'true');
    await Promise.resolve().then(work).catch((problem) => this.#refuse(problem));
    setAttribute(button, 'aria-disabled', null);
  }

  async #act(name, {method, href, body, confirm}) {
    const url = webAddress(href, this.#url);
    if (!url || (confirm && !await this.#isConfirmed(name, confirm))) {
      return;
    }
    const response = await this.#access.fetch(url, {method, body: body ?? {}})
        .catch((problem) => {
          this.check();
          throw problem;
        });
    const task = await response.json().catch(() => null);
    if (task?.id === this.#task.id && task.state) {
      this.#watch?.take(task);
    } else if (task?.links?.self) {
      this.href = webAddress(task.links.self, url); // Another task does it again
    } else {
      this.check();
    }
  }

  async #isConfirmed(name, confirm) {
    const {isConfirmed} = await import('./confirmation.js');
    return isConfirmed(this.shadowRoot, this.#question(name, confirm));
  }

  #question(name, confirm) {
    const unit = this.#task.progress?.unit;
    const words = (answer) => {
      const key = `confirm.${answer}.${name}`;
      const text = this.#words.say(key, {unit});
      return text === key ? this.#words.say(`confirm.${answer}`) : text;
    };
    return {text: confirm, yes: words('yes'), no: words('no')};
  }

  get #failuresUrl() {
    return webAddress(this.#task.links.failures, this.#url);
  }

  async #open(name) {
    const {failureFacts, failedItems} = await details();
    const content = name === 'details'
      ? failureFacts(this.#task, this.#words)
      : await failedItems(this.#failuresUrl, this.#access, this.#words);
    this.#card.open(name, content);
  }

  #refuse(problem) {
    const text = problem && (problem instanceof Problem && problem.body.detail || this.#words.say('tp.refused'));
    this.#card.refuse(text);
    text && this.#announcer.tell([{group: 'refusal', id: performance.now(), text}]);
  }
}

/** One for all elements that send the same headers. */
function feedOf(headers, access) {
  if (!FEEDS.has(headers)) {
    FEEDS.set(headers, new TaskFeed(access));
  }
  return FEEDS.get(headers);
}

function details() {
  return import('./task-details.js');
}

function extras() {
  return import('./task-extras.js');
}

/** Whether this browser has not fetched that file yet; it is taken as fetched from now on. */
function isFirstDownload(id) {
  const key = `errand downloaded ${id}`;
  try {
    const isFirst = !localStorage.getItem(key);
    localStorage.setItem(key, '1');
    return isFirst;
  } catch {
    return false; // No storage, so nobody could tell a second time from the first
  }
}

customElements.get('task-progress') ?? customElements.define('task-progress', TaskProgress);
