/** Only on request: a percentage in the title of the page, files that fetch themselves, and a notice of the system at the end. */

import {isFirstDownload} from './first-download.js';

const PREFIX = /^\(\d+ %\) /;

/** What one element does besides. */
export class Extras {
  #notice = 'offered';
  #wasActive = false;

  /** Adds to what is shown of a task, before it is; null where the host does not tell of it. */
  adorn({host, words}, view, task) {
    const isActive = Boolean(task) && task.stateClass !== 'final';
    this.#wasActive ||= isActive;
    if (host.hasAttribute('notify') && this.#notice === 'offered' && isActive) {
      view.buttons.push({name: 'notify', label: words.say('do.notify')});
    }
    host.hasAttribute('percent-in-title') && showInTitle(isActive && view.state === 'RUNNING' ? view.bar.value : null);
  }

  /** Asks the person whether she may be told. */
  async promise(feed) {
    const isGranted = self.Notification !== undefined && await Notification.requestPermission() === 'granted';
    this.#notice = isGranted ? 'promised' : 'refused';
    isGranted && feed.stayAwake();
  }

  /** Does what was promised for the end. */
  end({host, card, words}, task) {
    if (host.getAttribute('download') === 'auto-once' && this.#wasActive && task.state === 'SUCCEEDED') {
      task.result?.files?.filter(({id, href}) => href && isFirstDownload(id)).forEach((file) => press(`download ${file.id}`, card));
    }
    if (this.#notice === 'promised') {
      notify(words.say('said.other', {title: task.title, text: card.text.textContent}), task.id);
    }
    this.#wasActive = false;
  }
}

function press(name, {buttons}) {
  [...buttons.children].find(({wanted}) => wanted.name === name)?.click();
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
