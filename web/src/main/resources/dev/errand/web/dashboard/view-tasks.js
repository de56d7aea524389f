/** All tasks that a filter leaves, the newest first, those that run always among them. */

import {refusals} from './asking.js';
import {openBulk} from './bulk.js';
import {element} from './dom.js';
import {API, feed, get, words} from './host.js';
import {STATES, badge, bar, cells, empty, length, moment, put, stateOf, table, taskLink} from './pieces.js';
import {savedFilters} from './saved-filters.js';

const COLUMNS = [{label: 'Title', kind: 'wide'}, {label: 'State', kind: 'fixed'}, {label: 'Type'}, {label: 'Owner'}, {label: 'Progress'},
  {label: 'Started', kind: 'fixed'}, {label: 'Time left', kind: 'fixed'}];
const WORKER = {label: 'Worker'};
const CHOICES = {active: 'Running', waiting: 'Waiting, all kinds', final: 'Ended',
  ...Object.fromEntries(Object.entries(STATES).filter(([state]) => !['RUNNING', 'PARTIAL'].includes(state)))};
const SINCE = {'1h': ['Last hour', 3600], '24h': ['Last 24 hours', 86400], '7d': ['Last 7 days', 604800]};
const FILTERS = ['state', 'type', 'since', 'q'];
const PAGE = 50;
const WATCHED = 90; // A stream takes a hundred
const TYPING = 300;
const NOTHING = {items: [], nextCursor: null};

export function open(context) {
  return new Tasks(context);
}

class Tasks {
  root = element('div');
  every = 5000;
  #context;
  #filter;
  #tasks = new Map();
  #rows = new Map();
  #watches = new Map();
  #cursor = null;
  #since = null;
  #isUnknown = false;
  #isLong = false;
  #older = refusals();
  #types = [];
  #workers = null;
  #serverTime = null;
  #body = null;
  #columns = COLUMNS;

  constructor(context) {
    this.#context = context;
    this.#filter = Object.fromEntries(FILTERS.map((name) => [name, context.params.get(name) ?? '']).filter(([, value]) => value));
    context.signal.addEventListener('abort', () => this.#watches.forEach((stop) => stop()));
  }

  async load() {
    const {signal} = this.#context;
    const workers = await get('dashboard/workers', signal);
    this.#serverTime = workers.serverTime;
    const since = this.#sinceWhen();
    const [page, active, types] = await Promise.all([
      this.#find({limit: PAGE}, since), this.#filter.state ? null : this.#find({state: 'active', limit: 200}, since),
      this.#types.length ? null : get('dashboard/types', signal)]);
    this.#types = types?.items.map(({name}) => name) ?? this.#types;
    return {page, active, workers, since};
  }

  /** By the server's clock, of which the browser's may be hours off; what is no such span is for the server to refuse. */
  #sinceWhen() {
    const {since} = this.#filter;
    return Object.hasOwn(SINCE, since) ? new Date(Date.parse(this.#serverTime) - SINCE[since][1] * 1000).toISOString() : since;
  }

  /** @return {Promise<Object>} a page of what the filter leaves: of one that the server does not know, nothing */
  async #find(more, since) {
    if (this.#isUnknown) {
      return NOTHING;
    }
    const query = new URLSearchParams({owner: '*', ...this.#filter, ...(since && {since}), ...more});
    return get(`tasks?${query}`, this.#context.signal).catch((problem) => {
      this.#isUnknown ||= problem.status === 400 && !more.cursor;
      return this.#isUnknown ? NOTHING : Promise.reject(problem);
    });
  }

  show({page, active, workers, since}) {
    const runsWhere = new Map(workers.items.flatMap(({name, tasks}) => tasks.map(({id}) => [id, name])));
    this.#workers = workers.shared ? runsWhere : null;
    if (!this.root.firstChild) {
      this.#frame();
    }
    const latest = [...active?.items ?? [], ...page.items];
    if (!this.#isLong) {
      this.#cursor = page.nextCursor;
      this.#since = since; // Which the cursor is of
      const ids = new Set(latest.map(({id}) => id));
      [...this.#tasks.keys()].filter((id) => !ids.has(id)).forEach((id) => this.#tasks.delete(id));
    }
    latest.forEach((task) => this.#take(task));
    this.#render();
  }

  #take(task) {
    const known = this.#tasks.get(task.id);
    if (!known || task.version >= known.version) {
      this.#tasks.set(task.id, task);
    }
  }

  #frame() {
    this.#columns = this.#workers ? [...COLUMNS, WORKER] : COLUMNS;
    const {show} = this.#context;
    this.count = element('p', {class: 'soft', role: 'status'});
    this.more = element('button', {type: 'button', hidden: true, click: () => this.#more()}, 'Show older');
    const made = table('Tasks', this.#columns, []);
    this.#body = made.querySelector('tbody');
    this.list = element('div', {class: 'card flat'}, made);
    this.none = element('div', {class: 'card', hidden: true});
    const bulk = (verb) => () => {
      const since = this.#sinceWhen();
      openBulk(verb, (cursor) => this.#find({limit: 200, ...(cursor && {cursor})}, since), () => this.#context.refresh());
    };
    this.root.append(this.#form(), savedFilters(this.#filter, show),
        element('div', {class: 'under'}, this.count, element('div', {class: 'buttons'},
            element('button', {type: 'button', click: bulk('cancel')}, 'Cancel all of these…'),
            element('button', {type: 'button', click: bulk('retry')}, 'Retry the failed of these…'))),
        this.list, this.none, this.#older.place, element('div', {class: 'under'}, this.more));
  }

  #form() {
    const change = () => this.#apply();
    let timer = 0;
    const typed = () => {
      clearTimeout(timer);
      timer = setTimeout(change, TYPING);
    };
    const chosen = (label, name, options) => {
      const select = element('select', {name, change}, element('option', {value: ''}, 'All'),
          ...Object.entries(options).map(([value, text]) => element('option', {value}, text)));
      select.value = this.#filter[name] ?? '';
      return element('label', {}, label, select);
    };
    const types = new Set([...this.#types, this.#filter.type].filter(Boolean));
    const search = element('input', {name: 'q', type: 'search', input: typed, autocomplete: 'off'});
    search.value = this.#filter.q ?? '';
    this.form = element('form', {class: 'filters', 'aria-label': 'Filters', submit: (event) => { event.preventDefault(); change(); }},
        element('label', {class: 'search'}, 'Title', search),
        chosen('State', 'state', CHOICES), chosen('Type', 'type', Object.fromEntries([...types].map((name) => [name, name]))),
        chosen('Submitted', 'since', Object.fromEntries(Object.entries(SINCE).map(([key, [label]]) => [key, label]))));
    return this.form;
  }

  #apply() {
    const filter = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value));
    const focused = document.activeElement?.name;
    this.#context.show(`tasks?${new URLSearchParams(filter)}`);
    focused && refocus(focused);
  }

  async #more() {
    this.more.disabled = true;
    await this.#older.attempt(async () => {
      const page = await this.#find({limit: PAGE, cursor: this.#cursor}, this.#since);
      this.#isLong = true;
      this.#cursor = page.nextCursor;
      page.items.forEach((task) => this.#take(task));
      this.#render();
    });
    this.more.disabled = false;
  }

  #render() {
    const tasks = [...this.#tasks.values()].sort((one, other) => (one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id) ? 1 : -1));
    const ids = new Set(tasks.map(({id}) => id));
    for (const [id, made] of this.#rows) {
      ids.has(id) || (made.remove(), this.#rows.delete(id));
    }
    tasks.forEach((task, i) => {
      const made = this.#rows.get(task.id) ?? element('tr', {role: 'row'});
      this.#rows.set(task.id, made);
      this.#paint(made, task);
      this.#body.children[i] === made || this.#body.insertBefore(made, this.#body.children[i] ?? null);
    });
    this.#watch(tasks);
    this.more.hidden = !this.#cursor;
    this.list.hidden = !tasks.length;
    this.none.hidden = Boolean(tasks.length);
    this.count.textContent = tasks.length ? `${words.number(tasks.length)}${this.#cursor ? ' shown, there are more' : tasks.length === 1 ? ' task' : ' tasks'}` : '';
    put(this.none, Object.keys(this.#filter), () => (Object.keys(this.#filter).length
      ? empty('Nothing matches.', element('a', {class: 'button', href: 'tasks'}, 'Clear filters'))
      : empty('No tasks yet. What people start appears here.')));
  }

  #paint(made, task) {
    const worker = this.#workers?.get(task.id) ?? null;
    put(made, [task.version, task.progress, task.eta.seconds, task.state, worker, minuteOf(this.#serverTime)], () => cells(this.#columns, [
      taskLink(task), badge(stateOf(task)), task.type, task.owner.display, bar(task),
      task.startedAt ? moment(task.startedAt, this.#serverTime) : null,
      task.eta.seconds === null ? null : `about ${length(task.eta.seconds)}`,
      ...(this.#workers ? [worker] : [])]));
  }

  /** Those that may change are heard of as it happens. */
  #watch(tasks) {
    const wanted = new Map(tasks.filter(({stateClass}) => stateClass !== 'final').slice(0, WATCHED).map((task) => [task.id, task]));
    for (const [id, stop] of this.#watches) {
      wanted.has(id) || (stop(), this.#watches.delete(id));
    }
    for (const [id, known] of wanted) {
      if (!this.#watches.has(id)) {
        const listener = {task: (task) => this.#hear(task), problem: () => {}};
        const watch = feed.watch(new URL(`${API}/tasks/${id}`, location.origin).href, listener, known);
        this.#watches.set(id, () => watch.leave(listener));
      }
    }
  }

  #hear(task) {
    const made = this.#rows.get(task.id);
    if (made && this.#tasks.has(task.id)) {
      this.#take(task);
      this.#paint(made, this.#tasks.get(task.id));
    }
  }
}

function minuteOf(time) {
  return Math.floor(Date.parse(time) / 60_000);
}

/** The view is made anew, and the focus goes on where it was. */
function refocus(name) {
  const observer = new MutationObserver(() => {
    const field = document.querySelector(`.filters [name="${name}"]`);
    if (field) {
      observer.disconnect();
      field.focus();
      field.setSelectionRange?.(field.value.length, field.value.length);
    }
  });
  observer.observe(document.getElementById('view'), {childList: true, subtree: true});
}
