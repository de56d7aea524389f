/** `<task-tray href="…">`: a bell, and behind it the tasks of the person who looks. */

import {Announcer} from './announcer.js';
import {element, icon, setAttribute, setText} from './dom.js';
import './mode-style.js';
import {Access, webAddress} from './requests.js';
import {send} from './sending.js';
import {addTexts} from './task-progress.js';
import {BELL, CLOSE, STYLE} from './tray-style.js';
import {languageAround, Words} from './words.js';

export {addTexts};

const EVERY = 15_000;
const SOON = 500;
const AT_ONCE = 20; // Tasks of a page
const GONE = [404, 410]; // Handed over, or deleted
const HANDED_DOWN = ['theme', 'csrf-header', 'csrf-cookie'];

/** Counts what runs and what is new, and lists both; opening it marks as seen what it shows. */
export class TaskTray extends HTMLElement {
  static observedAttributes = ['href', 'lang', 'theme'];

  #parts = null;
  #announcer = new Announcer();
  #rows = new Map();
  #headers = null;
  #access = null;
  #words = null;
  #counted = '';
  #more = null;
  #timer = 0;
  #soon = 0;
  #asks = null;

  constructor() {
    super();
    this.attachShadow({mode: 'open'}).adoptedStyleSheets = [STYLE];
    this.shadowRoot.append(element('slot')); // The page's own link, until there is something better
    this.shadowRoot.addEventListener('task-state', ({detail}) => this.#hear(detail));
    this.shadowRoot.addEventListener('task-error', ({detail, target}) => GONE.includes(detail.status) && this.#miss(target, detail.status));
    this.shadowRoot.addEventListener('keydown', ({key}) => key === 'Escape' && (this.open = false));
  }

  /** The base address of the tasks, such as `/background-tasks/api/v1`. */
  get href() {
    return this.getAttribute('href');
  }

  set href(value) {
    setAttribute(this, 'href', value);
  }

  /** As of `<task-progress>`. */
  get headers() {
    return this.#headers;
  }

  set headers(headers) {
    this.#headers = headers;
    this.#start();
  }

  connectedCallback() {
    document.addEventListener('task-state', this.#onTaskOfPage);
    document.addEventListener('visibilitychange', this.#onLook);
    document.addEventListener('pointerdown', this.#onPressElsewhere);
    this.#start();
  }

  disconnectedCallback() {
    document.removeEventListener('task-state', this.#onTaskOfPage);
    document.removeEventListener('visibilitychange', this.#onLook);
    document.removeEventListener('pointerdown', this.#onPressElsewhere);
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
  }

  attributeChangedCallback(name, before, after) {
    if (this.isConnected && before !== after) {
      this.#start();
    }
  }

  /** Asks for counts and tasks at once. */
  async check() {
    await this.#asks; // What is under way may have been counted before
    this.#counted = '';
    return this.#ask();
  }

  /** Whether the list is open. */
  get open() {
    return Boolean(this.#parts) && !this.#parts.panel.hidden;
  }

  set open(open) {
    if (this.#parts && open !== this.open) {
      open ? this.#show() : this.#hide();
    }
  }

  #onTaskOfPage = ({detail, target}) => {
    const isCounted = detail.from && this.#rows.has(detail.task.id); // One that is new may be listed, but not counted yet
    if (target !== this && !isCounted) {
      this.#askSoon();
    }
  };

  #onLook = () => document.visibilityState === 'visible' && this.#ask();

  #onPressElsewhere = (event) => event.composedPath().includes(this) || (this.open = false);

  async #start() {
    if (!this.isConnected || !webAddress(this.href, document.baseURI)) {
      return;
    }
    this.#rows.forEach((row) => row.remove());
    this.#rows.clear();
    this.#access = new Access(this.#headers, this);
    this.#words = await Words.of(this.#language).then((words) => words.complete()).catch(() => this.#words);
    if (this.#words) {
      this.#build();
      await this.check();
    }
  }

  get #language() {
    return languageAround(this);
  }

  #build() {
    const say = (key) => this.#words.say(key);
    const badge = element('span', {class: 'badge', part: 'badge', 'aria-hidden': 'true', hidden: true});
    const bell = element('button', {type: 'button', class: 'bell', part: 'bell', 'aria-expanded': 'false', 'aria-controls': 'panel',
      click: () => { this.open = !this.open; }}, icon(BELL), badge);
    const title = element('h2', {id: 'title', tabindex: -1}, say('tray.title'));
    const close = element('button', {type: 'button', 'aria-label': say('tray.close'), click: () => { this.open = false; }}, icon(CLOSE));
    const list = element('ul', {'aria-labelledby': 'title'});
    const empty = element('p', {class: 'empty', hidden: true});
    const showMore = () => this.#showMore().catch((problem) => this.#fail(problem));
    const more = element('button', {type: 'button', part: 'button', hidden: true, click: showMore}, say('tray.more'));
    const panel = element('div', {id: 'panel', class: 'panel', part: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true},
        element('div', {class: 'head'}, title, close),
        element('div', {class: 'list'}, list, empty, more));
    this.#parts = {badge, bell, title, list, empty, more, panel};
    const all = [bell, panel, ...this.#announcer.regions];
    all.forEach((each) => setAttribute(each, 'lang', this.#words.locale));
    setAttribute(panel, 'dir', this.#words.dir);
    this.shadowRoot.replaceChildren(...all);
    this.#count({});
  }

  #show() {
    const {bell, panel, title} = this.#parts;
    panel.hidden = false;
    setAttribute(bell, 'aria-expanded', 'true');
    title.focus();
    this.#ask().then(() => this.#markSeen()); // Whoever is quick opens it before anything is listed
  }

  #hide() {
    const {bell, panel} = this.#parts;
    const hadFocus = this.shadowRoot.activeElement;
    panel.hidden = true;
    setAttribute(bell, 'aria-expanded', 'false');
    hadFocus && bell.focus();
    this.#markSeen();
    this.#rows.forEach((row) => row.querySelector('.new')?.remove());
  }

  #askSoon() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.check(), SOON);
  }

  async #ask() {
    if (!this.#parts) {
      return; // It has not begun: nothing to ask by, nor to show it in
    }
    this.#asks ??= this.#askForBoth().catch((problem) => this.#fail(problem)).finally(() => {
      this.#asks = null;
      clearTimeout(this.#timer);
      if (this.isConnected && document.visibilityState !== 'hidden') {
        this.#timer = setTimeout(() => this.#ask(), EVERY);
      }
    });
    await this.#asks;
  }

  async #askForBoth() {
    const counts = await this.#access.json(this.#address('/tasks/summary'));
    const counted = JSON.stringify(counts);
    if (counted !== this.#counted) {
      const {items, nextCursor} = await this.#access.json(this.#address(`/tasks?limit=${AT_ONCE}`));
      const older = await this.#olderNews(items, counts.unseenFinished);
      this.#list([...older, ...items], true);
      this.#keep(older);
      this.#offerMore(nextCursor);
      this.#counted = counted;
    }
    this.#count(counts);
  }

  /** What is counted as new, but is older than the tasks of the first page: one was handed over, or took long. */
  async #olderNews(newest, unseen = 0) {
    if (newest.filter(isUnseen).length >= unseen) {
      return [];
    }
    const known = new Set(newest.map(({id}) => id));
    const {items} = await this.#access.json(this.#address(`/tasks?unseen=true&limit=${AT_ONCE}`));
    return items.filter(({id}) => !known.has(id));
  }

  #address(path) {
    return webAddress(this.href.replace(/\/$/, '') + path, document.baseURI);
  }

  #fail({status}) {
    const key = {0: 'offline', 401: '401'}[status] ?? '5xx';
    setText(this.#parts.empty, this.#words.say(`tp.${key}`));
    this.#counted = '';
  }

  #list(tasks, atTop) {
    const {list, empty} = this.#parts;
    const known = new Set(tasks.map(({id}) => id));
    const rows = tasks.map((task) => this.#rowOf(task));
    atTop ? rows.reverse().forEach((row) => row === list.firstChild || this.#rows.get(row.dataset.id).isConnected || list.prepend(row)) : list.append(...rows);
    if (atTop) {
      this.#rows.forEach((row, id) => !known.has(id) && !row.dataset.older && this.#drop(id));
    }
    setText(empty, this.#rows.size ? null : this.#words.say('tray.empty'));
  }

  /** Lets them stay, though the newest tasks are listed again without them. */
  #keep(older) {
    older.forEach(({id}) => { this.#rows.get(id).dataset.older = 'true'; });
  }

  /** Its host does not know the task any more, or not for this person. */
  #miss({task}, status) {
    const row = this.#rows.get(task?.id);
    if (row) {
      const hadFocus = row.contains(this.shadowRoot.activeElement);
      this.#drop(task.id);
      hadFocus && this.#parts.title.focus();
      this.#announcer.tell([{group: task.id, id: status, text: this.#words.say(`tp.${status}`)}]);
      this.#askSoon();
    }
  }

  #drop(id) {
    this.#rows.get(id).remove();
    this.#rows.delete(id);
  }

  #rowOf(task) {
    if (!this.#rows.has(task.id)) {
      const progress = element('task-progress', {mode: 'compact', quiet: true, exportparts: 'card,heading,bar,text,button,main',
        lang: this.#language});
      HANDED_DOWN.forEach((name) => setAttribute(progress, name, this.getAttribute(name)));
      progress.headers = this.#headers;
      progress.href = task.links.self;
      progress.task = task;
      const row = element('li', {'data-id': task.id}, progress);
      isUnseen(task) && row.prepend(this.#newMark());
      this.#rows.set(task.id, row);
    }
    return this.#rows.get(task.id);
  }

  #newMark() {
    return element('span', {class: 'new', part: 'new'}, this.#words.say('tray.new'));
  }

  #offerMore(cursor) {
    this.#more = cursor;
    this.#parts.more.hidden = !cursor;
  }

  async #showMore() {
    const query = `limit=${AT_ONCE}&cursor=${encodeURIComponent(this.#more)}`;
    const {items, nextCursor} = await this.#access.json(this.#address(`/tasks?${query}`));
    const older = items.filter(({id}) => !this.#rows.has(id));
    this.#list(older, false);
    this.#keep(older);
    this.#offerMore(nextCursor);
  }

  #count({active = 0, unseenFinished: unseen = 0, needsAttention: attention = 0}) {
    const {badge, bell} = this.#parts;
    const say = (key, n) => n && this.#words.say(key, {n});
    const parts = [say('tray.active', active), say('tray.unseen', unseen), say('tray.attention', attention)].filter(Boolean);
    setText(badge, String(unseen || active || ''));
    badge.dataset.tone = attention ? 'warn' : unseen ? 'active' : 'muted';
    setAttribute(bell, 'aria-label', [this.#words.say('tray.title'), parts.join(', ')].filter(Boolean).join(': '));
  }

  #hear({task, from}) {
    if (from && task.stateClass === 'final') {
      const row = this.#rows.get(task.id);
      row && !row.querySelector('.new') && row.prepend(this.#newMark());
      isToldOnPage(task) || this.#tellEnd(task);
    }
    this.#askSoon();
  }

  #tellEnd({id, version, title, state}) {
    const key = state === 'SUCCEEDED' ? 'said.SUCCEEDED' : 'said.other';
    const text = this.#words.say(key, {title, text: this.#words.say(`state.${state}`)});
    this.#announcer.tell([{group: id, id: version, text}]);
  }

  async #markSeen() {
    const unseen = [...this.#rows.values()].map((row) => row.querySelector('task-progress').task).filter(isUnseen);
    const seen = unseen.map(async ({actions, links}) => {
      const url = webAddress(actions.seen.href, webAddress(links.self, document.baseURI));
      await send(this.#access, url, {method: actions.seen.method}).catch(() => {}); // It stays unseen, which does no harm
    });
    await Promise.all(seen);
    seen.length && await this.check();
  }
}

/** Whether another element says it, too. */
function isToldOnPage({id}) {
  return [...document.querySelectorAll('task-progress:not([quiet])')].some(({task}) => task?.id === id);
}

function isUnseen(task) {
  return task?.stateClass === 'final' && Boolean(task.actions?.seen);
}

customElements.get('task-tray') ?? customElements.define('task-tray', TaskTray);
