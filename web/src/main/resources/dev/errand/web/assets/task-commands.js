/** What a person does about a task; loaded with the first click. */

import {isConfirmed} from './confirmation.js';
import {webAddress} from './requests.js';
import {send} from './sending.js';
import {failedItems, failureFacts, saveFailedItems, saveFile} from './task-details.js';
import {mayNotify} from './task-extras.js';

/**
 * Does what a button promises.
 *
 * @param {Object} wanted the button, as a view has it
 * @param {{element: HTMLElement, card: TaskCard, access: Access, words: Words, watch: Object}} place where it was pressed
 * @return {Promise<?boolean>} whether the person will be told of the end, if she wanted that
 * @throws {Problem} if the host refuses
 */
export async function perform(wanted, place) {
  const {name, action, file, expands} = wanted;
  const {element, card, access} = place;
  await place.words.complete();
  if (file) {
    await download(file, place);
  } else if (action) {
    await act(name, action, place);
  } else if (expands) {
    card.isOpen(name) ? card.close() : card.open(name, await contentOf(name, place));
  } else if (name === 'download-failed') {
    await saveFailedItems(failuresUrl(element), access, 'failed.csv');
  } else if (name === 'notify') {
    return mayNotify();
  } else if (name === 'sign-in') {
    location.reload(); // The host leads to its login page, and back
  }
  return null;
}

/** Fetches the files of a task for the person, but those only that this browser has not fetched yet. */
export function downloadOnce(task, card) {
  task.result?.files?.filter((file) => isFirstDownload(file.id)).forEach((file) => card.press(`download ${file.id}`));
}

async function download({href, name, id}, {element, access}) {
  isFirstDownload(id);
  if (!access.isShared) { // Otherwise the link does it
    await saveFile(webAddress(href, baseOf(element)), access, name);
  }
}

async function act(name, {method, href, body = {}, confirm}, {element, access, words, watch}) {
  const url = webAddress(href, baseOf(element));
  if (!url || (confirm && !await isConfirmed(element.shadowRoot, question(name, confirm, element, words)))) {
    return;
  }
  const response = await send(access, url, {method, body}).catch((problem) => {
    element.check();
    throw problem;
  });
  const task = await response.json().catch(() => null);
  if (task?.id === element.task.id && task.state) {
    watch.take(task);
  } else if (task?.links?.self) {
    element.href = webAddress(task.links.self, url); // Another task does it again
  } else {
    element.check();
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

async function contentOf(name, {element, access, words}) {
  return name === 'details' ? failureFacts(element.task, words) : failedItems(failuresUrl(element), access, words);
}

function failuresUrl(element) {
  return webAddress(element.task.links.failures, baseOf(element));
}

function baseOf({href}) {
  return webAddress(href, document.baseURI);
}

/** Whether this browser has not fetched that file yet; it is taken as fetched from now on. */
function isFirstDownload(id) {
  const key = `errand downloaded ${id}`;
  try {
    const isFirst = !localStorage.getItem(key);
    localStorage.setItem(key, '1');
    return isFirst;
  } catch {
    return false; // No storage, so nobody could tell a second time from the first
  }
}
