/** The host of this page: where its tasks are, asked as the person who looks at it. */

import {Access} from './requests.js';
import {send} from './sending.js';
import {taskFeed} from './task-feed.js';
import {Words} from './words.js';

const access = new Access(null, null);
const settings = await access.json(new URL('settings.json', import.meta.url));

/** Below which all tasks are. */
export const API = new URL(settings.api, new URL('.', import.meta.url)).pathname;

/** English, with numbers and times as the person is used to if she reads English. */
export const words = await Words.of(/^en/.test(navigator.language) ? navigator.language : 'en').then((made) => made.complete());

export const feed = taskFeed(access);

/** What an address below the base has. */
export function get(path, signal) {
  return access.json(`${API}/${path}`, {signal});
}

/** Does what a link of a task says, or another address below the base. */
export async function command({method = 'POST', href}, body = {}) {
  return send(access, new URL(href, location.origin + API + '/'), {method, body});
}
