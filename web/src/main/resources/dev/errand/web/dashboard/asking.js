/** Asks before something is done, and says why it was not. */

import {element} from './dom.js';
import {Problem} from './requests.js';

/** Shows a dialog until it is closed. */
export function openDialog(title, ...content) {
  const heading = element('h2', {id: 'asked'}, title);
  const dialog = element('dialog', {'aria-labelledby': 'asked'}, heading, ...content);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * @param {{title: string, text: ?string, label: string, yes: string, no: string, isDanger: boolean, isNeeded: boolean}} question
 * @return {Promise<?string>} what was written; null if she would rather not
 */
export function ask({title, text, label = 'Reason', yes, no = 'Back', isDanger = false, isNeeded = true}) {
  return new Promise((resolve) => {
    let answer = null;
    const input = element('input', {name: 'answer', maxlength: 200, required: isNeeded, autocomplete: 'off'});
    const submit = (event) => {
      event.preventDefault();
      const written = input.value.trim();
      if (written || !isNeeded) {
        answer = written;
        dialog.close();
      }
    };
    const form = element('form', {method: 'dialog', submit},
        text ? element('p', {}, text) : '', element('label', {}, label, input),
        element('div', {class: 'buttons end'},
            element('button', {type: 'button', click: () => dialog.close()}, no),
            element('button', {class: isDanger ? 'main danger' : 'main'}, yes)));
    const dialog = openDialog(title, form);
    dialog.addEventListener('close', () => resolve(answer));
    input.focus();
  });
}

/**
 * A place that says why something was refused, empty until then.
 *
 * @return {{place: Element, attempt: function(function(): Promise)}} `attempt` does something, and does not throw
 */
export function refusals() {
  const place = element('p', {class: 'banner bad', role: 'alert', hidden: true});
  const attempt = async (work) => {
    place.hidden = true;
    try {
      await work();
    } catch (problem) {
      place.textContent = problem instanceof Problem && problem.body.detail || 'This did not work. Please try again.';
      place.hidden = false;
    }
  };
  return {place, attempt};
}
