/** What a person does about a task; loaded with the first click. */

import {isConfirmed} from './confirmation.js';
import {element, setAttribute} from './dom.js';
import {isFirstDownload} from './first-download.js';
import {webAddress} from './requests.js';
import {send} from './sending.js';
import {failedItems, failureFacts, saveFailedItems, saveFile} from './task-details.js';

/**
 * Does what a button promises.
 *
 * @param {HTMLElement} button what it is for stands in its `wanted`
 * @param {{host: TaskProgress, card: TaskCard, access: Access, words: Words, feed: Object, watch: Watch, extras: Extras}} place
 *     where it was pressed
 * @throws {Problem} if the host refuses
 */
export async function perform(button, place) {
  const {name, action, file, expands} = button.wanted;
  await place.words.complete();
  if (file) {
    await download(file, place);
  } else if (action) {
    await act(button, place);
  } else if (expands) {
    await toggle(button, place);
  } else if (name === 'download-failed') {
    await saveFailedItems(failuresUrl(place.host), place.access, 'failed.csv');
  } else if (name === 'notify') {
    await place.extras.promise(place.feed);
  } else if (name === 'sign-in') {
    location.reload(); // The host leads to its login page, and back
  }
}

async function download({href, name, id}, {host, access}) {
  isFirstDownload(id);
  try {
    if (!access.isShared) { // Otherwise the link does it
      await saveFile(webAddress(href, baseOf(host)), access, name);
    }
  } finally {
    host.check(); // The link does not tell whether the file, or its task, is gone
  }
}

async function act(button, {host, access, words, watch}) {
  const {name, action: {method, href, body = {}, confirm}} = button.wanted;
  const {href: shown} = host;
  const url = webAddress(href, baseOf(host));
  if (!url || (confirm && !await isConfirmed(button, question(name, confirm, host, words)))) {
    return;
  }
  const response = await send(access, url, {method, body}).catch((problem) => {
    host.check();
    throw problem;
  });
  const task = await response.json().catch(() => null);
  if (host.href !== shown) {
    return; // Another task is shown by now
  }
  if (task?.id === host.task.id && task.state) {
    watch.take(task);
  } else if (task?.links?.self) {
    host.href = webAddress(task.links.self, url); // Another task does it again
  } else {
    host.check();
  }
}

function question(name, confirm, {task}, words) {
  const unit = task.progress?.unit;
  const answer = (kind) => {
    const key = `confirm.${kind}.${name}`;
    const text = words.say(key, {unit});
    return text === key ? words.say(`confirm.${kind}`) : text;
  };
  return {text: confirm, yes: answer('yes'), no: answer('no')};
}

/** Shows what the button promises below the others, or hides it again. */
async function toggle(button, {host, card, access, words}) {
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  const content = wasOpen ? '' : button.wanted.name === 'details'
    ? failureFacts(host.task, words)
    : await failedItems(failuresUrl(host), access, words);
  if (!button.isConnected) {
    return; // Nothing is promised any more
  }
  const more = card.more ??= element('div', {class: 'more', part: 'details', tabindex: 0});
  card.card.append(more);
  for (const each of card.buttons.querySelectorAll('[aria-expanded]')) {
    setAttribute(each, 'aria-expanded', String(each === button && !wasOpen));
    each.close = each === button && !wasOpen ? () => { more.hidden = true; } : null; // When the button goes
  }
  more.replaceChildren(content);
  more.hidden = wasOpen;
}

function failuresUrl(host) {
  return webAddress(host.task.links.failures, baseOf(host));
}

function baseOf({href}) {
  return webAddress(href, document.baseURI);
}
