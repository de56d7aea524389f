/** Only on request: a percentage in the title of the page, files that fetch themselves, and a notice of the system at the end. */

import {isFirstDownload} from './first-download.js';

const PREFIX = /^\(\d+ %\) /;

/** What one element does besides. */
export class Extras {
  #notice = 'offered';
  #wasActive = false;
  #words;

  /** @param {Words} words all of them */
  constructor(words) {
    this.#words = words;
  }

  /** Adds to what is shown, before it is. */
  adorn({host}, view, task) {
    this.#wasActive ||= task?.stateClass !== 'final';
    if (host.hasAttribute('notify') && this.#notice === 'offered' && task?.stateClass !== 'final') {
      view.buttons.push({name: 'notify', label: this.#words.say('do.notify')});
    }
    host.hasAttribute('percent-in-title') && showInTitle(view.state === 'RUNNING' ? view.bar.value : null);
  }

  /** Asks the person whether she may be told. */
  async promise(feed) {
    const isGranted = self.Notification !== undefined && await Notification.requestPermission() === 'granted';
    this.#notice = isGranted ? 'promised' : 'refused';
    isGranted && feed.stayAwake();
  }

  /** Does what was promised for the end. */
  end({host, card}, task) {
    if (host.getAttribute('download') === 'auto-once' && this.#wasActive && task.state === 'SUCCEEDED') {
      task.result?.files?.filter((file) => isFirstDownload(file.id)).forEach((file) => card.press(`download ${file.id}`));
    }
    if (this.#notice === 'promised') {
      notify(this.#words.say('said.other', {title: task.title, text: card.text.textContent}), task.id);
    }
    this.#wasActive = false;
  }
}

/** @param {?number} percent null for none */
function showInTitle(percent) {
  const title = document.title.replace(PREFIX, '');
  const wanted = percent === null ? title : `(${percent} %) ${title}`;
  if (document.title !== wanted) {
    document.title = wanted;
  }
}

/** @param {string} text which the system shows, whatever the person is doing */
function notify(text, id) {
  const notice = new Notification(text, {tag: id});
  notice.onclick = () => self.focus();
}
