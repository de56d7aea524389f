/**
 * One event stream for all tabs of a browser: a lock chooses the tab that reads, and the others hear from it what it reads.
 * Where there are no locks (plain HTTP), or tabs may be different people (tokens), each tab reads for itself.
 */

import {readEvents} from './event-stream.js';

const GATHERING = 100; // Milliseconds: a page's widgets come one by one
const MOST = 100; // Tasks of one stream, as their ids make a long address; a server may tell of fewer

/**
 * What the tabs of a browser want to know of the tasks below one base address.
 *
 * @param {Access} access
 * @param {string} base such as `/background-tasks/api/v1`
 * @param {function(string, ?Object)} listener is told as by {@link readEvents}, in whichever tab that is; and of which ids there were
 *     events until now, by `read`, since those that a stream has no room for are to be asked for
 * @return {function(Array<string>, boolean)} is given the ids of the tasks that this tab wants to know of from now on, and whether it
 *     cannot wait for others, because the page may stand still
 */
export function sharedStream(access, base, listener) {
  const name = `errand ${base}`;
  const me = Math.random();
  const wantedByTabs = new Map();
  let wanted = [];
  let streamed = [];
  let heard = new Set();
  let stream;
  let channel;
  let leaving;
  let leads = false;
  let gathering = 0;

  const tell = (told, event) => {
    if (event?.data) {
      const task = JSON.parse(event.data);
      heard.add(task.id);
      if (event.type === 'end') { // Nothing comes after it, also if the task begins again under its id
        streamed = streamed.filter((id) => id !== task.id);
      }
    }
    channel?.postMessage({told, event});
    listener(told, event);
  };

  const read = (ids) => {
    if (ids.some((id) => !streamed.includes(id))) {
      stream?.abort();
      stream = new AbortController();
      streamed = ids;
      heard = new Set();
      readEvents(access, `${base}/events?tasks=${ids.slice(0, MOST)}`, tell, stream.signal);
    }
    tell('read', heard);
  };

  const collect = (tab, ids) => {
    wantedByTabs.set(tab, ids);
    read([...new Set([...wantedByTabs.values()].flat())]);
  };

  const sayWhatIsWanted = () => (leads ? collect(me, wanted) : channel.postMessage({tab: me, ids: wanted}));

  const hear = ({data: {tab, ids, told, event}}) => {
    if (told) {
      listener(told, event);
    } else if (!ids) { // From who leads now
      sayWhatIsWanted();
    } else if (leads) {
      collect(tab, ids);
    }
  };

  const waitToLead = (controller) => {
    const lead = () => new Promise((resolve) => {
      controller.signal.onabort = resolve;
      leads = true;
      channel.postMessage({});
      sayWhatIsWanted();
    });
    navigator.locks.request(name, controller, lead).catch(() => {}); // Left before its turn came
  };

  const join = () => {
    if (!channel) {
      channel = new BroadcastChannel(name);
      channel.onmessage = hear;
      waitToLead(leaving = new AbortController());
    }
    sayWhatIsWanted();
  };

  const leave = () => {
    stream?.abort();
    streamed = [];
    channel?.postMessage({tab: me, ids: []});
    channel?.close();
    channel = null;
    leaving?.abort();
    leads = false;
    wantedByTabs.clear();
  };

  const settle = () => {
    if (!wanted.length) {
      leave();
    } else if (access.isShared && navigator.locks) {
      join();
    } else {
      read(wanted);
    }
  };

  return (ids, isAtOnce) => {
    wanted = ids;
    clearTimeout(gathering);
    isAtOnce ? settle() : gathering = setTimeout(settle, GATHERING);
  };
}
