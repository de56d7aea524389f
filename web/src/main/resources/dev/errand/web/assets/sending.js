/** Requests that change something, with the token by which the host knows that they come from its own page. */

/**
 * @param {Access} access
 * @param {string} url
 * @param {{method: ?string, body: ?Object}} what
 * @return {Promise<Response>} a good one
 * @throws {Problem} otherwise
 */
export function send(access, url, {method = 'POST', body}) {
  const headers = {...tokenFor(url, access), ...(body && {'Content-Type': 'application/json'})};
  return access.fetch(url, {method, headers, body: body && JSON.stringify(body)});
}

function tokenFor(url, {element}) {
  const [csrfHeader, csrfCookie] = ['csrf-header', 'csrf-cookie'].map((name) => element?.getAttribute(name));
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const token = (!csrfCookie && meta('_csrf')) || cookie(csrfCookie ?? 'XSRF-TOKEN');
  const isOurs = new URL(url, location.href).origin === location.origin;
  return token && isOurs ? {[csrfHeader ?? meta('_csrf_header') ?? 'X-XSRF-TOKEN']: token} : {};
}

function cookie(name) {
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}
