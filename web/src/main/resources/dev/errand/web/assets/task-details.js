/** What few people want to know, and so is loaded only for them: the failed items of a task, and the facts of a failure. */

import {dayAndTime} from './amounts.js';
import './details-style.js';
import {element} from './dom.js';
import {Problem, webAddress} from './requests.js';

const LONGEST_LIST = 100; // Pages of one download

/** @return {Node} the facts that a support desk asks for */
export function failureFacts({error, attempt}, words) {
  const at = error?.at && dayAndTime(words, Date.parse(error.at));
  const facts = {reference: error?.ref, code: error?.code, at, attempt: String(attempt ?? '')};
  const lines = Object.entries(facts).filter(([, value]) => value);
  return element('dl', {}, ...lines.flatMap(([key, value]) =>
    [element('dt', {}, words.say(`details.${key}`)), element('dd', {}, value)]));
}

/** @return {Promise<Node>} the first failed items, with a button for more */
export async function failedItems(url, access, words) {
  const page = await pageOf(url, access);
  if (!page.items.length) {
    return element('p', {}, words.say('details.none'));
  }
  const column = (key) => element('th', {scope: 'col'}, words.say(`details.${key}`));
  const rows = element('tbody', {}, ...rowsOf(page));
  const table = element('table', {},
      element('caption', {class: 'hidden'}, words.say('details.caption')),
      element('thead', {}, element('tr', {}, column('item'), column('problem'))), rows);
  const whole = element('div', {}, table);
  if (page.next) {
    whole.append(moreButton(page.next, rows, access, words));
  }
  return whole;
}

/** Saves all failed items as a file of comma-separated values. */
export async function saveFailedItems(url, access, name) {
  const lines = [];
  for (let next = url, pages = 0; next && pages < LONGEST_LIST; pages++) {
    const page = await pageOf(next, access);
    lines.push(...page.items.map(({key, message}) => `${cell(key)},${cell(message)}\r\n`));
    next = page.next;
  }
  save(new Blob(['\uFEFF', ...lines], {type: 'text/csv'}), name);
}

/** Saves a file that only a request with the page's own headers gets. */
export async function saveFile(url, access, name) {
  const response = await access.fetch(url, {headers: {Accept: '*/*'}});
  if (response.redirected && /html/.test(response.headers.get('Content-Type'))) {
    throw new Problem(401); // The host's login page
  }
  save(await response.blob(), name);
}

async function pageOf(url, access) {
  const {items = [], nextCursor} = await access.json(url);
  const next = nextCursor && new URL(url, location.href);
  next && next.searchParams.set('cursor', nextCursor);
  return {items, next: next && webAddress(next.href, url)};
}

function rowsOf({items}) {
  return items.map(({key, message}) => element('tr', {}, element('td', {}, key ?? ''), element('td', {}, message ?? '')));
}

function moreButton(url, rows, access, words) {
  const more = element('button', {type: 'button', part: 'button', click: async () => {
    const page = await pageOf(url, access);
    const added = rowsOf(page);
    rows.append(...added);
    added[0]?.setAttribute('tabindex', '-1');
    added[0]?.focus();
    page.next ? more.replaceWith(moreButton(page.next, rows, access, words)) : more.remove();
  }}, words.say('details.more'));
  return more;
}

/** A spreadsheet would take a text that begins like this for a formula. */
function cell(text) {
  const harmless = String(text ?? '').replace(/^[=+\-@\t\r]/, "'$&");
  return `"${harmless.replaceAll('"', '""')}"`;
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  element('a', {href, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
