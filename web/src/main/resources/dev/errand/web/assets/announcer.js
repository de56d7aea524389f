/** Tells a screen reader what matters, and each thing once. */

import {element} from './dom.js';

/** Two regions that nobody sees: one speaks when there is time, the other at once. */
export class Announcer {
  /** What belongs into the page before anything is said. */
  regions = ['status', 'alert'].map((role) => element('div', {role, class: 'hidden'}));

  #told = new Map();

  /**
   * @param {Array<{group: string, id: *, text: string, again: ?string, every: ?number, isAlert: ?boolean}>} all what
   *     there is to say: of each group it is said when the id is another one, and as `again` every so many seconds
   */
  tell(all) {
    const [calm, urgent] = this.regions;
    const now = performance.now();
    const polite = [];
    for (const {group, id, text, again, every, isAlert} of all) {
      const last = this.#told.get(group);
      const isOther = last?.id !== id;
      if (isOther || now - last.at >= every * 1000) {
        this.#told.set(group, {id, at: now});
        const words = isOther ? text : again;
        isAlert ? urgent.textContent = words : polite.push(words);
      }
    }
    if (polite.length) {
      calm.textContent = polite.join(' ');
    }
  }

  /** Lets a group be heard again, because what it said is over: nobody is to find it there. */
  forget(group) {
    this.#told.delete(group);
    this.regions[0].textContent = '';
  }
}
