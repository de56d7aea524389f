/** `<task-progress href="…">`: what a person sees of one task. */

import {Announcer} from './announcer.js';
import {element, setAttribute, setText} from './dom.js';
import {Access, webAddress} from './requests.js';
import {TaskCard} from './task-card.js';
import {taskFeed} from './task-feed.js';
import {STYLE} from './task-style.js';
import {isSimple, learn, problemView, viewOf} from './task-view.js';
import {TimeLeft} from './time-left.js';
import {addTexts, languageAround, Words} from './words.js';

export {addTexts};

const SECOND = 1000;
const MODES = '[mode=compact],[mode=inline]';
const EXTRAS = '[notify],[percent-in-title],[download]';
const FEEDS = new Map();

/**
 * Shows a task, live, with what may be done about it.
 *
 * Fires `task-state` ({task, from, to}), `task-end` ({task}) and `task-error` ({status, problem}); all bubble.
 */
export class TaskProgress extends HTMLElement {
  static observedAttributes = ['href', 'lang', 'mode', 'no-cancel', 'heading-level'];

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
  #isStuck = false;
  #tick = 0;
  #listener = {
    task: (task) => this.#take(task),
    problem: (problem) => this.#fail(problem),
  };
  #extras = null;

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
    this.#task = task;
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
    name === 'href' && this.#forget();
    this.#start();
  }

  /** Asks for the task at once. */
  check() {
    this.#watch?.ask();
  }

  /** Nothing of the task before is to be seen, heard or pressed while another one is asked for. */
  #forget() {
    this.#task = this.#problem = this.#extras = null;
    this.#announcer.forget('problem');
    this.#refuse(null);
    this.#render();
  }

  #stop() {
    this.#watch?.leave(this.#listener);
    this.#watch = null;
    clearInterval(this.#tick);
  }

  async #start() {
    this.#stop();
    const url = this.isConnected && this.href && webAddress(this.href, document.baseURI);
    if (!url) {
      return;
    }
    this.#access = new Access(this.#headers, this);
    this.#feed = feedOf(this.#headers, this.#access);
    this.#watch = this.#feed.watch(url, this.#listener, this.#task);
    this.#tick = setInterval(() => this.#render(), SECOND);
    const words = Words.of(languageAround(this)).catch(() => this.#words);
    this.matches(MODES) && await import('./mode-style.js').catch(() => {}); // Then it is larger
    this.#words = await words;
    this.#render();
  }

  async #take(task) {
    const before = this.#task;
    this.#task = task;
    if (this.#problem) {
      this.#problem = null;
      this.#announcer.forget('problem');
    }
    const isNew = before?.state !== task.state;
    isNew && this.#refuse(null);
    await this.#render();
    if (isNew) {
      this.#fire('task-state', {task, from: before?.state ?? null, to: task.state});
      if (task.stateClass === 'final') {
        this.#fire('task-end', {task});
        this.#extras?.end(this.#place, task);
      }
    }
  }

  #fail(problem) {
    const isNew = this.#problem?.status !== problem.status;
    this.#problem = problem;
    isNew && this.#refuse(null);
    this.#render();
    isNew && this.#fire('task-error', {status: problem.status, problem: problem.body});
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, {bubbles: true, composed: true, detail}));
  }

  async #render() {
    const {card} = this.#card;
    if (!this.#words || !(this.#task || this.#problem || card.isConnected)) {
      return;
    }
    const isPlain = !this.#problem?.isFinal && (!this.#task || isSimple(this.#task));
    this.#isStuck = !isPlain && !await this.#learnMore();
    if (this.matches(EXTRAS)) {
      await this.#loadExtras().catch(() => {}); // The task matters more
    }
    const view = this.#view();
    if (!card.isConnected) {
      card.append(...this.#announcer.regions);
      this.shadowRoot.replaceChildren(card);
    }
    this.#card.show(view, {
      words: this.#words,
      title: this.#task?.title ?? this.#words.say('tp.untitled'),
      level: this.getAttribute('heading-level') ?? 3,
      url: webAddress(this.href, document.baseURI),
    });
    this.hasAttribute('quiet') || this.#announcer.tell(view.said);
  }

  /** @return {Promise<boolean>} whether everything is there that it takes to show tasks in other states */
  #learnMore() {
    return Promise.all([import('./later-states.js'), this.#words.complete()]).then(([states]) => {
      learn(states);
      return true;
    }, () => false);
  }

  async #loadExtras() {
    const [{Extras}] = await Promise.all([import('./task-extras.js'), this.#words.complete()]);
    this.#extras ??= new Extras();
  }

  #view() {
    const words = this.#words;
    const view = {state: 'UNKNOWN', bar: null, buttons: [], said: [], ...(this.#task
      && viewOf(this.#task, {words, timeLeft: this.#timeLeft}))};
    this.#extras?.adorn(this.#place, view, this.#problem ? null : this.#task);
    view.buttons = view.buttons.filter(({name}) => name !== 'cancel' || !this.hasAttribute('no-cancel'));
    return this.#problem || (this.#isStuck && !view.word) ? problemView(this.#problem?.status ?? 0, words, view) : view;
  }

  async #press(button, event) {
    const {name, file} = button.wanted;
    if (file && !this.#access.isShared) {
      event.preventDefault(); // A link sends no headers
    }
    if (button.getAttribute('aria-disabled')) {
      return;
    }
    this.#refuse(null);
    if (name === 'check') {
      this.check();
      return;
    }
    setAttribute(button, 'aria-disabled', 'true');
    await import('./task-commands.js').then(({perform}) => perform(button, this.#place)).catch((problem) => button.isConnected && this.#refuse(problem));
    setAttribute(button, 'aria-disabled', null);
    this.#render();
  }

  /** What those modules need that are loaded later. */
  get #place() {
    return {host: this, card: this.#card, access: this.#access, words: this.#words, feed: this.#feed, watch: this.#watch, extras: this.#extras};
  }

  #refuse(problem) {
    const text = problem && (problem.body?.detail || this.#words.say('tp.refused'));
    setText(this.#card.refusal, text);
    text && this.#announcer.tell([{group: 'refusal', id: performance.now(), text}]);
  }
}

/** One for all elements that send the same headers. */
function feedOf(headers, access) {
  if (!FEEDS.has(headers)) {
    FEEDS.set(headers, taskFeed(access));
  }
  return FEEDS.get(headers);
}

customElements.get('task-progress') ?? customElements.define('task-progress', TaskProgress);
