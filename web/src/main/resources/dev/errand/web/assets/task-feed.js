/** The tasks of a page, kept up to date: by events where they come through, else by asking again and again. */

import {Problem} from './requests.js';
import {sharedStream} from './shared-stream.js';

const NO_EVENTS_FOR = 20_000; // Longer than two heartbeats apart: then they do not come through
const SLOWEST_POLL = 15_000;
const HIDDEN_FOR = 60_000;
const SLOWER = 1.5;

/**
 * Watches tasks on behalf of the elements of a page that have the same access.
 *
 * @param {Access} access
 * @return {{watch: function(string, Object, ?Object): Watch, stayAwake: function()}} `watch` is given the address of a task's status,
 *     a listener with `task` and `problem`, and the task where the page has it already; after `stayAwake` it goes on also in a
 *     hidden tab, because somebody wants to be told
 */
export function taskFeed(access) {
  const watches = new Map();
  const streams = new Map();
  let silence = 0;
  let hidden = 0;
  let isLive = false;
  let sleeps = false;
  let isWakeful = false;

  const subscribe = () => {
    const all = sleeps ? [] : [...watches.values()].filter((watch) => watch.wantsEvents);
    new Set([...streams.keys(), ...all.map((watch) => watch.base)]).forEach((base) => {
      streams.has(base) || streams.set(base, sharedStream(access, base, hear(base)));
      streams.get(base)(all.filter((watch) => watch.base === base).map((watch) => watch.id), sleeps);
    });
  };

  const hear = (base) => (told, what) => {
    if (told === 'read') {
      watches.forEach((watch) => watch.base === base && watch.read(what.has(watch.id)));
    } else if (what) {
      const task = JSON.parse(what.data);
      watches.forEach((watch) => watch.base === base && watch.id === task.id && (watch.read(true), watch.take(task)));
    } else if (told === 'lost') {
      miss();
    } else {
      isLive = true;
      clearTimeout(silence);
      silence = setTimeout(miss, NO_EVENTS_FOR);
    }
  };

  const miss = () => {
    clearTimeout(silence);
    isLive = false;
    sleeps || watches.forEach((watch) => watch.isOver || watch.ask());
  };

  const askAll = () => watches.forEach((watch) => watch.ask());

  const sleep = () => {
    sleeps = true;
    miss();
    subscribe();
  };

  const wake = () => {
    if (sleeps) {
      sleeps = false;
      askAll();
      subscribe();
    }
  };

  const look = () => {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(() => isWakeful || sleep(), HIDDEN_FOR);
    } else {
      wake();
    }
  };

  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', sleep);
  addEventListener('pageshow', wake);
  addEventListener('online', askAll);
  look();

  return {
    watch(url, listener, known) {
      watches.has(url) || watches.set(url, watchOf(url, access, {
        mayAsk: (isRead) => !sleeps && !(isLive && isRead),
        changed: subscribe,
        left: () => {
          watches.delete(url);
          subscribe();
        },
      }));
      const watch = watches.get(url);
      watch.add(listener, known);
      return watch;
    },
    stayAwake() {
      isWakeful = true;
    },
  };
}

/**
 * One task, for all that look at it.
 *
 * @typedef {Object} Watch
 * @property {function()} ask asks at once
 * @property {function(boolean)} read is told whether events come for it, where they come through
 * @property {function(Object)} take is told what came by an event, or what the page heard from elsewhere
 * @property {function(Object)} leave is given a listener that looks no more
 */
function watchOf(url, access, feed) {
  const [, base, id] = /^(.*)\/tasks\/([^/?#]+)$/.exec(url) ?? [];
  const listeners = new Set();
  let task = null;
  let problem = null;
  let timer = 0;
  let unchanged = 0;
  let asks = null;
  let isRead = false;

  const plan = () => {
    clearTimeout(timer);
    if (!watch.isOver && listeners.size && feed.mayAsk(isRead)) {
      const first = (problem?.body.retryAfterSeconds ?? task?.pollAfterSeconds ?? 1) * 1000;
      const wait = Math.max(first, Math.min(first * SLOWER ** unchanged, SLOWEST_POLL));
      timer = setTimeout(() => feed.mayAsk(isRead) && watch.ask(), wait);
    }
  };

  const askOnce = async () => {
    clearTimeout(timer);
    try {
      const seen = task?.version;
      watch.take(await access.json(url));
      unchanged = seen === task.version ? unchanged + 1 : 0;
    } catch (broken) {
      unchanged++;
      problem = broken instanceof Problem ? broken : new Problem(500);
      listeners.forEach((listener) => listener.problem(problem));
      feed.changed();
    }
  };

  const watch = {
    base,
    id,

    get isOver() {
      return problem ? problem.isFinal : task?.stateClass === 'final';
    },

    get wantsEvents() {
      return base && task && !watch.isOver;
    },

    add(listener, known) {
      listeners.add(listener);
      known && watch.take(known);
      task ? listener.task(task) : watch.ask();
    },

    leave(listener) {
      listeners.delete(listener);
      if (!listeners.size) {
        clearTimeout(timer);
        feed.left();
      }
    },

    read(isSo) {
      if (isSo !== isRead) {
        isRead = isSo;
        plan();
      }
    },

    ask() {
      asks ??= askOnce().finally(() => {
        asks = null;
        plan();
      });
    },

    take(told) {
      const isNew = !task || isNewer(told, task);
      if (isNew && (task || told.state)) {
        task = merged(task, told);
      }
      if (isNew || problem) {
        problem = null;
        listeners.forEach((listener) => listener.task(task));
        feed.changed();
        asks || plan();
      }
    },
  };
  return watch;
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
