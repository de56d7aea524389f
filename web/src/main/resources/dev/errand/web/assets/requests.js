/** Requests to the host, as the person who looks at the page. */

/** What the host answered instead of what was asked for. */
export class Problem extends Error {
  /**
   * @param {number} status of HTTP; 0 if there was no answer at all
   * @param {Object} body as RFC 9457 has it, with our `code`, `ref` and `retryAfterSeconds`
   */
  constructor(status, body = {}) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.status = status;
    this.body = body;
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
  #csrfHeader;
  #csrfCookie;

  /**
   * @param {?Object|function(): Object|Promise<Object>} headers such as `Authorization`; null if the cookie does it
   * @param {?string} csrfHeader
   * @param {?string} csrfCookie
   */
  constructor(headers, csrfHeader, csrfCookie) {
    this.#headers = headers;
    this.#csrfHeader = csrfHeader;
    this.#csrfCookie = csrfCookie;
  }

  /** Whether every tab of the browser is the same person. */
  get isShared() {
    return !this.#headers;
  }

  /**
   * @param {string} url
   * @param {{method: ?string, body: ?Object, headers: ?Object, signal: ?AbortSignal}} options
   * @return {Promise<Response>} a good one
   * @throws {Problem} otherwise
   */
  async fetch(url, {method = 'GET', body, headers, signal} = {}) {
    const all = new Headers({Accept: 'application/json', ...headers, ...await this.#own()});
    if (method !== 'GET') {
      this.#addToken(url, all);
    }
    if (body) {
      all.set('Content-Type', 'application/json');
    }
    const options = {method, headers: all, body: body && JSON.stringify(body), signal};
    const response = await fetch(url, options).catch(() => Promise.reject(new Problem(0)));
    if (response.ok && response.redirected && /html/.test(response.headers.get('Content-Type'))) {
      throw new Problem(401); // The host sent us to its login page
    }
    if (!response.ok) {
      throw await Problem.of(response);
    }
    return response;
  }

  /** @return {Promise<Object>} what is in a good answer */
  async json(url, options) {
    const response = await this.fetch(url, options);
    return response.json().catch(() => Promise.reject(new Problem(502)));
  }

  async #own() {
    return typeof this.#headers === 'function' ? this.#headers() : this.#headers;
  }

  #addToken(url, headers) {
    const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
    const token = (!this.#csrfCookie && meta('_csrf')) || cookie(this.#csrfCookie ?? 'XSRF-TOKEN');
    if (token && new URL(url, location.href).origin === location.origin) {
      headers.set(this.#csrfHeader ?? meta('_csrf_header') ?? 'X-XSRF-TOKEN', token);
    }
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

function cookie(name) {
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}
