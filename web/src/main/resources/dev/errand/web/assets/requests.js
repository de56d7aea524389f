/** Requests to the host, as the person who looks at the page. */

/** What the host answered instead of what was asked for. */
export class Problem extends Error {
  /**
   * @param {number} status of HTTP; 0 if there was no answer at all
   * @param {Object} body as RFC 9457 has it, with our `code`, `ref` and `retryAfterSeconds`
   */
  constructor(status, body = {}) {
    super(`status ${status}`);
    this.status = status;
    this.body = body;
  }

  /** Whether asking again would not help. */
  get isFinal() {
    return /^4(?!08|29)/.test(this.status);
  }

  static async of(response) {
    const body = await response.json().catch(() => ({}));
    body.retryAfterSeconds ??= Number(response.headers.get('Retry-After')) || undefined;
    return new Problem(response.status, body);
  }
}

/** How requests of one page are recognised: by the session's cookie, or by headers that the page gives. */
export class Access {
  #headers;

  /**
   * @param {?Object|function(): Object|Promise<Object>} headers such as `Authorization`; null if the cookie does it
   * @param {?Element} element whose attributes may name header and cookie of the token against forged requests
   */
  constructor(headers, element) {
    this.#headers = headers;
    this.element = element;
  }

  /** Whether every tab of the browser is the same person. */
  get isShared() {
    return !this.#headers;
  }

  /**
   * @param {string} url
   * @param {{headers: ?Object}} options as of the browser's `fetch`; `send` is for what changes something
   * @return {Promise<Response>} a good one
   * @throws {Problem} otherwise
   */
  async fetch(url, {headers, ...options} = {}) {
    const own = typeof this.#headers === 'function' ? await this.#headers() : this.#headers;
    const all = {Accept: 'application/json', ...headers, ...own};
    const response = await fetch(url, {...options, headers: all}).catch(() => Promise.reject(new Problem(0)));
    if (response.ok && all.Accept !== '*/*' && /html/.test(response.headers.get('Content-Type'))) {
      throw new Problem(401); // The host's login page; only a file may be HTML
    }
    if (!response.ok) {
      throw await Problem.of(response);
    }
    return response;
  }

  /** @return {Promise<Object>} what is in a good answer */
  async json(url, options) {
    return (await this.fetch(url, options)).json();
  }
}

/**
 * An address from a task, made absolute.
 *
 * @param {?string} href
 * @param {string} base what it is relative to
 * @return {?string} null for anything but the web, such as a script
 */
export function webAddress(href, base) {
  try {
    const url = new URL(href ?? 'none:', base);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
