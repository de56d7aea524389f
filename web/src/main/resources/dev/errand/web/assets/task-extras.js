/** Only on request: the percentage in the title of the page, and a notice of the system at the end. */

const PREFIX = /^\(\d+ %\) /;

/** @param {?number} percent null for none */
export function showInTitle(percent) {
  const title = document.title.replace(PREFIX, '');
  const wanted = percent === null ? title : `(${percent} %) ${title}`;
  if (document.title !== wanted) {
    document.title = wanted;
  }
}

/** @return {Promise<boolean>} whether the person lets us */
export async function mayNotify() {
  return self.Notification !== undefined && await Notification.requestPermission() === 'granted';
}

/** @param {string} text which the system shows, whatever the person is doing */
export function notify(text, id) {
  const notice = new Notification(text, {tag: id});
  notice.onclick = () => self.focus();
}
