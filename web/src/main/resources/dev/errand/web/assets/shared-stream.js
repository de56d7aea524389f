/**
 * One event stream for all tabs of a browser: a lock chooses the tab that reads, and the others hear from it what it reads.
 * Where there are no locks (plain HTTP), or tabs may be different people (tokens), each tab reads for itself.
 */

import {EventStream} from './event-stream.js';

const GATHERING = 100; // Milliseconds: a page's widgets come one by one
const MOST = 100; // Tasks of one stream; servers refuse more, and those beyond are asked for one by one

/** What the tabs of a browser want to know of the tasks below one base address. */
export class SharedStream {
  #access;
  #base;
  #listener;
  #tab = Math.random().toString(36).slice(2);
  #channel = null;
  #wanted = [];
  #wantedByTabs = new Map();
  #stream = null;
  #streamed = [];
  #gathering = 0;
  #leaves = null;
  #leads = false;

  /**
   * @param {Access} access
   * @param {string} base such as `/background-tasks/api/v1`
   * @param {{sign: function(), lost: function(), event: function({type: string, data: string})}} listener as of
   *     {@link EventStream}, in whichever tab that is
   */
  constructor(access, base, listener) {
    this.#access = access;
    this.#base = base;
    this.#listener = listener;
  }

  /** @param {Array<string>} ids of the tasks that this tab wants to know of from now on */
  want(ids) {
    this.#wanted = ids;
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => this.#settle(), GATHERING);
  }

  #settle() {
    if (!this.#wanted.length) {
      this.#leave();
    } else if (this.#access.isShared && navigator.locks && self.BroadcastChannel) {
      this.#join();
    } else {
      this.#read(this.#wanted);
    }
  }

  #join() {
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(`errand ${this.#base}`);
      this.#channel.onmessage = ({data}) => this.#hear(data);
      this.#leaves = new AbortController();
      this.#waitToLead(this.#leaves.signal);
    }
    this.#sayWhatIsWanted();
  }

  #waitToLead(signal) {
    const lead = () => new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
      this.#leads = true;
      this.#channel.postMessage({leader: this.#tab});
      this.#sayWhatIsWanted();
    });
    navigator.locks.request(`errand ${this.#base}`, {signal}, lead).catch(() => {}); // Left before its turn came
  }

  #sayWhatIsWanted() {
    if (this.#leads) {
      this.#collect(this.#tab, this.#wanted);
    } else {
      this.#channel.postMessage({tab: this.#tab, wanted: this.#wanted});
    }
  }

  #hear({leader, tab, wanted, told, event}) {
    if (leader) {
      this.#sayWhatIsWanted();
    } else if (tab && this.#leads) {
      this.#collect(tab, wanted);
    } else if (told) {
      this.#listener[told](event);
    }
  }

  #collect(tab, wanted) {
    this.#wantedByTabs.set(tab, wanted);
    this.#read([...new Set([...this.#wantedByTabs.values()].flat())]);
  }

  #read(ids) {
    if (this.#stream && ids.every((id) => this.#streamed.includes(id))) {
      return;
    }
    this.#stream?.close();
    this.#streamed = ids;
    const query = ids.slice(-MOST).map(encodeURIComponent).join(',');
    this.#stream = new EventStream(this.#access, `${this.#base}/events?tasks=${query}`, {
      sign: () => this.#tell('sign'),
      lost: () => this.#tell('lost'),
      event: (event) => this.#tell('event', event),
    });
  }

  #tell(told, event) {
    this.#channel?.postMessage({told, event});
    this.#listener[told](event);
  }

  #leave() {
    this.#stream?.close();
    this.#stream = null;
    this.#channel?.postMessage({tab: this.#tab, wanted: []});
    this.#channel?.close();
    this.#channel = null;
    this.#leaves?.abort();
    this.#leads = false;
    this.#wantedByTabs.clear();
  }
}
