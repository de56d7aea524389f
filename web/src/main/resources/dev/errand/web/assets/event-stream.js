/** Server-sent events by `fetch`, which unlike `EventSource` can send headers, tells the status and sees the heartbeat. */

/** Takes an event stream apart as the HTML standard says (section 9.2.6). */
export class EventStreamParser {
  /** What a reconnect sends as `Last-Event-ID`. */
  lastEventId = '';
  /** Milliseconds until a reconnect, if the server said. */
  retry = null;

  #id = '';
  #type = '';
  #data = [];
  #line = '';
  #afterCarriageReturn = false;

  /**
   * @param {string} text the next piece, cut anywhere
   * @return {Array<{type: string, data: string}>} the events that it completes
   */
  push(text) {
    const events = [];
    for (const piece of text.split(/(\r\n|\r|\n)/)) {
      if (piece === '\n' && this.#afterCarriageReturn) {
        this.#afterCarriageReturn = false;
      } else if (/^[\r\n]/.test(piece)) {
        this.#afterCarriageReturn = piece === '\r';
        this.#endLine(events);
      } else if (piece) {
        this.#afterCarriageReturn = false;
        this.#line += piece;
      }
    }
    return events;
  }

  #endLine(events) {
    const line = this.#line;
    this.#line = '';
    if (!line) {
      this.#dispatch(events);
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#type = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
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

/** A stream that is opened again whenever it ends, until it is closed. */
export class EventStream {
  #access;
  #url;
  #listener;
  #parser = new EventStreamParser();
  #closed = new AbortController();
  #failures = 0;

  /**
   * @param {Access} access
   * @param {string} url
   * @param {{sign: function(), lost: function(), event: function({type: string, data: string})}} listener `sign` is told
   *     of every piece, even if it is but a heartbeat; `lost` that there is no stream for now
   */
  constructor(access, url, listener) {
    this.#access = access;
    this.#url = url;
    this.#listener = listener;
    this.#run();
  }

  close() {
    this.#closed.abort();
  }

  async #run() {
    while (!this.#closed.signal.aborted) {
      const wait = await this.#readOnce().catch((problem) => this.#waitAfter(problem));
      this.#closed.signal.aborted || this.#listener.lost();
      if (wait === null) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** @return {Promise<?number>} milliseconds until the next try; null for none */
  async #readOnce() {
    const silent = new AbortController();
    let timer = 0;
    const listen = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE);
    };
    const stop = () => silent.abort();
    this.#closed.signal.addEventListener('abort', stop);
    try {
      listen();
      const response = await this.#open(silent.signal);
      if (response.status === 204) {
        return null;
      }
      await this.#read(response, listen);
      return this.#parser.retry ?? FIRST_RETRY;
    } finally {
      clearTimeout(timer);
      this.#closed.signal.removeEventListener('abort', stop);
    }
  }

  #open(signal) {
    const headers = {Accept: 'text/event-stream'};
    if (this.#parser.lastEventId) {
      headers['Last-Event-ID'] = this.#parser.lastEventId;
    }
    return this.#access.fetch(this.#url, {headers, signal});
  }

  async #read(response, listen) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (this.#closed.signal.aborted) {
        return;
      }
      listen();
      this.#failures = 0;
      this.#listener.sign();
      this.#parser.push(decoder.decode(read.value, {stream: true})).forEach((event) => this.#listener.event(event));
    }
  }

  #waitAfter(problem) {
    const {status, body} = problem;
    if (status >= 400 && status < 500 && status !== 429) {
      return null; // Whoever asks for the task itself is told why
    }
    this.#failures++;
    return Math.min((body?.retryAfterSeconds ?? 0) * 1000 || FIRST_RETRY * 2 ** (this.#failures - 1), LAST_RETRY);
  }
}
