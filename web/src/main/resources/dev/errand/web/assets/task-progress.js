/** `<task-progress href="…">`: what a person sees of one task. */

import {Announcer} from './announcer.js';
import {element, icon, setAttribute, setText} from './dom.js';
import {Access, Problem, webAddress} from './requests.js';
import {TaskFeed} from './task-feed.js';
import {LOOKS, STYLE} from './task-style.js';
import {viewOf} from './task-view.js';
import {TimeLeft} from './time-left.js';
import {addTexts, Words} from './words.js';

export {addTexts};

const SECOND = 1000;
const SLOTS = {SUCCEEDED: 'done', PARTIAL: 'done', FAILED: 'failed', NONE: 'empty'};
const FEEDS = new Map();

/**
 * Shows a task, live, with what may be done about it.
 *
 * Fires `task-state` ({task, from, to}), `task-end` ({task}) and `task-error` ({status, problem}); all bubble.
 */
export class TaskProgress extends HTMLElement {
  static observedAttributes = ['href', 'lang', 'no-cancel', 'heading-level'];

  #parts = makeParts();
  #announcer = new Announcer();
  #timeLeft = new TimeLeft();
  #buttons = new Map();
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
  #opened = null;
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
      task.result?.files?.filter((file) => isFirstDownload(file.id)).forEach((file) => this.#buttons.get(`download ${file.id}`)?.click());
    }
    if (this.#notice === 'promised') {
      const text = this.#words.say('said.other', {title: task.title, text: this.#parts.text.textContent});
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
    const {card, mark, heading, label, word, text, phase, note, slot} = this.#parts;
    const [drawing, tone] = LOOKS[view.state];
    if (!card.isConnected) {
      this.shadowRoot.replaceChildren(card, ...this.#announcer.regions);
    }
    if (card.dataset.state !== view.state) {
      mark.replaceChildren(icon(drawing));
      card.dataset.state = view.state;
      card.dataset.tone = tone;
    }
    setAttribute(heading, 'aria-level', this.getAttribute('heading-level') ?? 3);
    setText(label, this.#task?.title ?? this.#words.say('tp.untitled'));
    setText(word, view.word);
    setText(text, view.text);
    setText(phase, view.phase);
    setText(note, view.note);
    setAttribute(slot, 'name', SLOTS[view.state] ?? 'none');
    this.#renderBar(view.bar);
    this.#renderButtons(view.buttons.filter(({name}) => name !== 'cancel' || !this.hasAttribute('no-cancel')));
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
    return this.#problem ? {...view, ...this.#problemView(this.#problem, view)} : view;
  }

  async #promiseNotice() {
    const {mayNotify} = await extras();
    this.#notice = await mayNotify() ? 'promised' : 'refused';
    this.#notice === 'promised' && this.#feed.stayAwake();
    this.#render();
  }

  #problemView({status}, {bar}) {
    const isOffline = status === 0;
    const isKnown = [401, 404, 410].includes(status) || status === 403;
    const key = isOffline ? 'offline' : isKnown ? (status === 403 ? 404 : status) : '5xx';
    const state = isOffline ? 'OFFLINE' : 'UNKNOWN';
    const text = this.#words.say(`tp.${key}`);
    const button = {offline: ['check', 'do.check-now'], '5xx': ['check', 'do.check'], 401: ['sign-in', 'do.sign-in']}[key];
    return {
      state,
      text,
      word: this.#words.say(`state.${state}`),
      phase: null,
      note: null,
      bar: isOffline ? bar : null,
      buttons: button ? [{name: button[0], label: this.#words.say(button[1]), isMain: true}] : [],
      said: [{group: 'problem', id: status, text}],
    };
  }

  #renderBar(bar) {
    const {card, track, progress, failed} = this.#parts;
    track.hidden = !bar;
    card.classList.toggle('still', Boolean(bar?.still));
    track.classList.toggle('endless', Boolean(bar) && bar.value === null && !bar.still);
    setAttribute(progress, 'value', bar?.value);
    setAttribute(progress, 'aria-valuetext', bar?.spoken || null);
    const hasEnd = card.dataset.state === 'FAILED';
    failed.hidden = !(bar?.failed || hasEnd) || bar.value === null;
    if (!failed.hidden) {
      failed.style.width = `${bar.failed}%`;
      failed.style.insetInlineStart = `${Math.max(0, bar.value - (hasEnd ? 0 : bar.failed))}%`;
    }
  }

  #renderButtons(wanted) {
    const {buttons, heading} = this.#parts;
    const focused = this.shadowRoot.activeElement;
    const names = wanted.map(({name}) => name);
    for (const [name, button] of this.#buttons) {
      if (!names.includes(name)) {
        button.remove();
        this.#buttons.delete(name);
      }
    }
    wanted.forEach((button, index) => {
      const made = this.#buttons.get(button.name) ?? this.#makeButton(button);
      setText(made, button.label);
      setAttribute(made, 'part', button.isMain ? 'button main' : 'button');
      made.className = button.isMain ? 'button main' : 'button';
      made.wanted = button;
      if (buttons.children[index] !== made) {
        buttons.insertBefore(made, buttons.children[index] ?? null);
      }
    });
    buttons.hidden = !wanted.length;
    if (focused && !focused.isConnected) {
      heading.focus();
    }
    if (this.#opened && !names.includes(this.#opened)) {
      this.#close();
    }
  }

  #makeButton({name, file, expands}) {
    const href = file && webAddress(file.href, this.#url);
    const press = (event) => this.#press(made, event);
    const made = href
      ? element('a', {href, download: file.name, click: press})
      : element('button', {type: 'button', 'aria-expanded': expands ? 'false' : null, click: press});
    this.#buttons.set(name, made);
    return made;
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
      await this.#busy(button, () => (this.#opened === name ? this.#close() : this.#open(name, button)));
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

  async #open(name, button) {
    const {failureFacts, failedItems} = await details();
    const content = name === 'details'
      ? failureFacts(this.#task, this.#words)
      : await failedItems(this.#failuresUrl, this.#access, this.#words);
    this.#close();
    this.#opened = name;
    this.#parts.more.replaceChildren(content);
    this.#parts.more.hidden = false;
    setAttribute(button, 'aria-expanded', 'true');
  }

  #close() {
    setAttribute(this.#buttons.get(this.#opened) ?? element('i'), 'aria-expanded', 'false');
    this.#opened = null;
    this.#parts.more.hidden = true;
  }

  #refuse(problem) {
    const text = problem && (problem instanceof Problem && problem.body.detail || this.#words.say('tp.refused'));
    setText(this.#parts.refusal, text);
    text && this.#announcer.tell([{group: 'refusal', id: performance.now(), text}]);
  }
}

function makeParts() {
  const label = element('label', {for: 'bar'});
  const progress = element('progress', {id: 'bar', part: 'bar', max: 100});
  const failed = element('span', {class: 'failed'});
  const parts = {
    label, progress, failed,
    mark: element('span', {class: 'icon', part: 'icon'}),
    heading: element('div', {class: 'heading', part: 'heading', role: 'heading', tabindex: -1}, label),
    word: element('span', {class: 'state', part: 'state'}),
    track: element('div', {class: 'bar'}, progress, failed),
    text: element('p', {class: 'text', part: 'text'}),
    phase: element('p', {class: 'phase', part: 'phase'}),
    note: element('p', {class: 'note', part: 'note'}),
    refusal: element('p', {class: 'refusal', part: 'note', hidden: true}),
    more: element('div', {class: 'more', part: 'details', tabindex: 0, hidden: true}),
    slot: element('slot', {name: 'none'}),
    buttons: element('div', {class: 'buttons', part: 'buttons'}),
  };
  const {mark, heading, word, track, text, phase, note, refusal, more, slot, buttons} = parts;
  const header = element('header', {}, mark, heading, word);
  parts.card = element('div', {class: 'card', part: 'card'}, header, track, text, phase, note, refusal, slot, buttons, more);
  return parts;
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
