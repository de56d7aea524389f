/** Shows the view that the address names, keeps it up to date, and says so when it cannot. */

import {element, icon, setText} from './dom.js';
import {Problem} from './requests.js';
import {length} from './pieces.js';

const NAME = 'Background tasks';
const VIEWS = {
  overview: ['Overview', 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z'],
  tasks: ['Tasks', 'M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5'],
  types: ['Types', 'M4 8l8-4 8 4-8 4zM4 12l8 4 8-4M4 16l8 4 8-4'],
  workers: ['Workers', 'M4 5h16v6H4zM4 13h16v6H4zM7 8h.5M7 16h.5'],
  files: ['Files', 'M7 3h7l5 5v13H7zM14 3v5h5'],
  audit: ['Audit', 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z'],
};
const REFUSALS = {
  401: 'Please sign in to see the tasks.',
  403: 'This page is for those who may see everybody’s tasks. You may not.',
  404: 'There is no such task, or it was removed.',
  410: 'This task was removed.',
};
const TIRED = 15_000;

const place = document.getElementById('view');
const title = document.getElementById('title');
const trouble = document.getElementById('trouble');
const age = document.getElementById('age');

let current = null;

document.getElementById('views').append(...Object.entries(VIEWS).map(([name, [label, drawing]]) =>
  element('li', {}, element('a', {href: name, 'data-view': name}, icon(drawing), label))));

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (link && isPlain && !link.download && viewIn(link.href) && !link.hash) {
    event.preventDefault();
    go(link.href);
  }
});
addEventListener('popstate', () => open(false));
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && current?.refresh());
setInterval(() => current?.tellAge(), 1000);

/** Goes to another view, or to the same one with other filters. */
function go(href, {replace = false} = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  open(!replace);
}

function viewIn(href) {
  const url = new URL(href);
  const folder = new URL('.', import.meta.url);
  if (url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) {
    return null;
  }
  const name = url.pathname.slice(folder.pathname.length) || 'overview';
  return name === 'task' || VIEWS[name] ? name : null;
}

async function open(isNew) {
  const name = viewIn(location.href) ?? 'overview';
  current?.close();
  const shown = new Shown(name, new URLSearchParams(location.search));
  current = shown;
  document.querySelectorAll('[data-view]').forEach((link) => {
    const isHere = link.dataset.view === name || (name === 'task' && link.dataset.view === 'tasks');
    isHere ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  });
  shown.name(VIEWS[name]?.[0] ?? 'Task');
  await shown.start();
  if (isNew && shown === current) {
    title.tabIndex = -1;
    title.focus();
  }
}

/** One view, from when it is opened until another is. */
class Shown {
  #name;
  #params;
  #view = null;
  #root = element('div', {'aria-busy': 'true'}, element('p', {class: 'calm'}, 'Loading…'));
  #timer = 0;
  #end = new AbortController();
  #updated = 0;
  #failures = 0;

  constructor(name, params) {
    this.#name = name;
    this.#params = params;
  }

  async start() {
    place.replaceChildren(this.#root);
    trouble.hidden = true;
    setText(age, '');
    try {
      const {open: make} = await import(`./view-${this.#name}.js`);
      this.#view = make({
        params: this.#params,
        signal: this.#end.signal,
        go,
        name: (text) => this.name(text),
        refresh: () => this.refresh(),
        show: (href) => go(href, {replace: true}),
      });
    } catch (problem) {
      this.#fail(problem instanceof Problem ? problem : new Problem(0));
      return;
    }
    await this.refresh();
  }

  close() {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  name(text) {
    setText(title, text);
    document.title = `${text} · ${NAME}`;
  }

  async refresh() {
    clearTimeout(this.#timer);
    if (!this.#view || this.#end.signal.aborted) {
      return;
    }
    try {
      const data = await this.#view.load();
      if (this.#end.signal.aborted) {
        return;
      }
      if (!this.#updated) {
        this.#root.replaceChildren(this.#view.root);
        this.#root.removeAttribute('aria-busy');
      }
      this.#view.show(data);
      this.#succeed();
    } catch (problem) {
      if (!this.#end.signal.aborted) {
        this.#fail(problem instanceof Problem ? problem : broken(problem));
      }
    }
  }

  tellAge() {
    const seconds = Math.round((performance.now() - this.#updated) / 1000);
    setText(age, this.#updated ? (this.#failures ? `${length(seconds)} old` : `Updated ${seconds < 3 ? 'just now' : `${length(seconds)} ago`}`) : '');
  }

  #succeed() {
    this.#updated = performance.now();
    this.#failures = 0;
    this.#root.classList.remove('stale');
    trouble.hidden = true;
    this.tellAge();
    this.#plan(this.#view.every ?? 5000);
  }

  #fail(problem) {
    this.#failures++;
    const refusal = REFUSALS[problem.status];
    if (refusal) {
      this.#root.replaceChildren(element('div', {class: 'card empty'}, element('p', {}, refusal),
          element('a', {class: 'button', href: location.href, click: (event) => { event.preventDefault(); location.reload(); }}, 'Try again')));
      trouble.hidden = true;
      return;
    }
    if (!this.#updated) {
      this.#root.replaceChildren();
    }
    this.#root.classList.add('stale');
    trouble.className = 'banner bad';
    const reason = problem.status ? 'The server cannot tell how tasks are right now.' : 'The server does not answer.';
    setText(trouble, `${reason}${this.#updated ? ' What you see is what was known last.' : ''} Trying again.`);
    this.tellAge();
    this.#plan(Math.min(2000 * this.#failures, TIRED));
  }

  #plan(after) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (document.visibilityState === 'visible' ? this.refresh() : this.#plan(after)), after);
  }
}

function broken(error) {
  console.error(error);
  return new Problem(500);
}

open(false);
