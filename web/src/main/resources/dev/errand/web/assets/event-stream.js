/** Server-sent events by `fetch`, which unlike `EventSource` can send headers, tells the status and sees the heartbeat. */

import {Problem} from './requests.js';

/** Takes an event stream apart as the HTML standard says (section 9.2.6). */
export class EventStreamParser {
  /** What a reconnect sends as `Last-Event-ID`. */
  lastEventId = '';
  /** Milliseconds until a reconnect, if the server said. */
  retry = null;

  #id;
  #type = '';
  #data = [];
  #rest = '';

  /** @param {?EventStreamParser} before that of the connection before; what this one left unfinished is dropped */
  constructor(before) {
    Object.assign(this, before); // What is private stays behind
    this.#id = this.lastEventId;
  }

  /**
   * @param {string} text the next piece, cut anywhere
   * @return {Array<{type: string, data: string}>} the events that it completes
   */
  push(text) {
    const events = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/); // A line feed may yet follow the last carriage return
    this.#rest = lines.pop();
    lines.forEach((line) => (line ? this.#take(line) : this.#dispatch(events)));
    return events;
  }

  #take(line) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#type = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = +value;
    }
  }

  #dispatch(events) {
    this.lastEventId = this.#id;
    if (this.#data.length) {
      events.push({type: this.#type || 'message', data: this.#data.join('\n')});
    }
    this.#type = '';
    this.#data = [];
  }
}

const SILENCE = 20_000; // A heartbeat comes each 15 s
const FIRST_RETRY = 3_000;
const LAST_RETRY = 60_000;

/**
 * Reads a stream, and opens it again whenever it ends.
 *
 * @param {Access} access
 * @param {string} url
 * @param {function(string, ?{type: string, data: string})} tell of an `event`, or of none with every piece, even if it is but a
 *     heartbeat; and that it is `lost` while there is no stream
 * @param {AbortSignal} closed ends it
 */
export async function readEvents(access, url, tell, closed) {
  let parser;
  let failures = 0;

  /** @return {Promise<?number>} milliseconds until the next try; null for none */
  const readOnce = async () => {
    const connection = new AbortController();
    closed.onabort = () => connection.abort();
    parser = new EventStreamParser(parser);
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => connection.abort(), SILENCE);
    };
    try {
      listen();
      const headers = {Accept: 'text/event-stream', ...(parser.lastEventId && {'Last-Event-ID': parser.lastEventId})};
      const response = await access.fetch(url, {headers, signal: connection.signal});
      if (response.status === 204) {
        return null;
      }
      if (!/event-stream/.test(response.headers.get('Content-Type'))) {
        throw new Problem(502); // Section 9.2 says so
      }
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (let read = await reader.read(); !read.done && !closed.aborted; read = await reader.read()) {
        listen();
        failures = 0;
        tell('event');
        parser.push(decoder.decode(read.value, {stream: true})).forEach((event) => tell('event', event));
      }
      return parser.retry ?? FIRST_RETRY;
    } catch (problem) {
      return problem.isFinal // Whoever asks for the task itself is told why
        ? null
        : Math.min(problem.body?.retryAfterSeconds * 1000 || FIRST_RETRY * 2 ** failures++, LAST_RETRY);
    } finally {
      clearTimeout(silence);
      connection.abort(); // Also where nothing was read
    }
  };

  while (!closed.aborted) {
    const wait = await readOnce();
    closed.aborted || tell('lost');
    if (wait === null) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
