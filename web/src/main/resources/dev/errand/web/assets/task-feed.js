/** The tasks of a page, kept up to date: by events where they come through, else by asking again and again. */

import {Problem} from './requests.js';
import {SharedStream} from './shared-stream.js';

const NO_EVENTS_FOR = 20_000; // Longer than two heartbeats apart: then they do not come through
const SLOWEST_POLL = 15_000;
const HIDDEN_FOR = 60_000;
const SLOWER = 1.5;
const FINAL_ANSWERS = [401, 403, 404, 410];

/** Watches tasks on behalf of the elements of a page that have the same access. */
export class TaskFeed {
  #access;
  #watches = new Map();
  #streams = new Map();
  #silence = 0;
  #hidden = 0;
  #isLive = false;
  #sleeps = false;
  #wakeful = 0;

  /** @param {Access} access */
  constructor(access) {
    this.#access = access;
    document.addEventListener('visibilitychange', () => this.#look());
    addEventListener('pagehide', () => this.#sleep());
    addEventListener('pageshow', () => this.#wake());
    addEventListener('online', () => this.#askAll());
    this.#look();
  }

  /**
   * @param {string} url of a task's status
   * @param {{task: function(Object), problem: function(Problem)}} listener
   * @param {?Object} known the task, where the page has it already
   * @return {{stop: function(), check: function(), take: function(Object)}} `check` asks at once, `take` is told what
   *     the page heard from elsewhere
   */
  watch(url, listener, known) {
    let watch = this.#watches.get(url);
    if (!watch) {
      watch = new Watch(url, this.#access, {
        mayAsk: () => !this.#sleeps && !this.#isLive,
        changed: () => this.#subscribe(),
      });
      this.#watches.set(url, watch);
    }
    watch.add(listener, known);
    return {
      check: () => watch.ask(),
      take: (task) => watch.take(task),
      stop: () => {
        if (watch.remove(listener)) {
          this.#watches.delete(url);
          this.#subscribe();
        }
      },
    };
  }

  /** Goes on also in a hidden tab, because somebody wants to be told. */
  stayAwake() {
    this.#wakeful++;
  }

  #subscribe() {
    const idsByBase = new Map([...this.#streams.keys()].map((base) => [base, []]));
    for (const {wantsEvents, base, id} of this.#sleeps ? [] : this.#watches.values()) {
      wantsEvents && idsByBase.set(base, [...idsByBase.get(base) ?? [], id]);
    }
    idsByBase.forEach((ids, base) => this.#streamOf(base).want(ids));
  }

  #streamOf(base) {
    if (!this.#streams.has(base)) {
      this.#streams.set(base, new SharedStream(this.#access, base, {
        sign: () => this.#hear(),
        lost: () => this.#miss(),
        event: ({data}) => this.#take(JSON.parse(data), base),
      }));
    }
    return this.#streams.get(base);
  }

  #take(task, base) {
    this.#watches.forEach((watch) => watch.base === base && watch.id === task.id && watch.take(task));
  }

  #hear() {
    this.#isLive = true;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#miss(), NO_EVENTS_FOR);
  }

  #miss() {
    clearTimeout(this.#silence);
    this.#isLive = false;
    this.#sleeps || this.#watches.forEach((watch) => watch.isOver || watch.ask());
  }

  #look() {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'hidden') {
      this.#hidden = setTimeout(() => this.#wakeful || this.#sleep(), HIDDEN_FOR);
    } else {
      this.#wake();
    }
  }

  #sleep() {
    this.#sleeps = true;
    this.#isLive = false;
    clearTimeout(this.#silence);
    this.#subscribe();
  }

  #wake() {
    if (this.#sleeps) {
      this.#sleeps = false;
      this.#askAll();
      this.#subscribe();
    }
  }

  #askAll() {
    this.#watches.forEach((watch) => watch.ask());
  }
}

/** One task, for all that look at it. */
class Watch {
  #url;
  #access;
  #feed;
  #listeners = new Set();
  #task = null;
  #problem = null;
  #timer = 0;
  #unchanged = 0;
  #asks = null;

  constructor(url, access, feed) {
    const [, base = null, id = null] = /^(.*)\/tasks\/([^/?#]+)$/.exec(url) ?? [];
    this.base = base;
    this.id = id && decodeURIComponent(id);
    this.#url = url;
    this.#access = access;
    this.#feed = feed;
  }

  get isOver() {
    return FINAL_ANSWERS.includes(this.#problem?.status) || (!this.#problem && this.#task?.stateClass === 'final');
  }

  get wantsEvents() {
    return this.base !== null && this.#task !== null && !this.isOver;
  }

  add(listener, known) {
    this.#listeners.add(listener);
    if (known) {
      this.take(known);
    }
    if (this.#task) {
      listener.task(this.#task);
    } else {
      this.ask();
    }
  }

  /** @return {boolean} whether nobody looks any more */
  remove(listener) {
    this.#listeners.delete(listener);
    if (!this.#listeners.size) {
      clearTimeout(this.#timer);
    }
    return !this.#listeners.size;
  }

  ask() {
    this.#asks ??= this.#ask().finally(() => {
      this.#asks = null;
      this.#plan();
    });
    return this.#asks;
  }

  async #ask() {
    clearTimeout(this.#timer);
    try {
      const seen = this.#task?.version;
      this.take(await this.#access.json(this.#url));
      this.#unchanged = seen === this.#task.version ? this.#unchanged + 1 : 0;
    } catch (problem) {
      this.#unchanged++;
      this.#fail(problem instanceof Problem ? problem : new Problem(500));
    }
  }

  take(task) {
    const isNew = !this.#task || isNewer(task, this.#task);
    if (isNew && (this.#task || task.state)) {
      this.#task = merged(this.#task, task);
    }
    if (isNew || this.#problem) {
      this.#problem = null;
      this.#listeners.forEach((listener) => listener.task(this.#task));
      this.#feed.changed();
      this.#asks || this.#plan();
    }
  }

  #fail(problem) {
    this.#problem = problem;
    this.#listeners.forEach((listener) => listener.problem(problem));
    this.#feed.changed();
  }

  #plan() {
    clearTimeout(this.#timer);
    if (!this.isOver && this.#listeners.size && this.#feed.mayAsk()) {
      const first = (this.#problem?.body.retryAfterSeconds ?? this.#task?.pollAfterSeconds ?? 1) * 1000;
      const wait = Math.max(first, Math.min(first * SLOWER ** this.#unchanged, SLOWEST_POLL));
      this.#timer = setTimeout(() => this.#feed.mayAsk() && this.ask(), wait);
    }
  }
}

function isNewer(task, known) {
  return task.version > known.version
      || (task.version === known.version && !(Date.parse(task.serverTime) < Date.parse(known.serverTime)));
}

/** The percentage never falls within an attempt, whatever the order in which answers come. */
function merged(known, task) {
  const both = {...known, ...task, receivedAt: performance.now()};
  const [before, after] = [known?.progress?.percent, both.progress?.percent];
  if (known?.attempt === both.attempt && before > after) {
    both.progress = {...both.progress, percent: before};
  }
  return both;
}
