/** Asks before something is done. */

import {element} from './dom.js';

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
      answer = input.value.trim();
      (answer || !isNeeded) && dialog.close();
    };
    const form = element('form', {method: 'dialog', submit},
        text ? element('p', {}, text) : '', element('label', {}, label, input),
        element('div', {class: 'buttons end'},
            element('button', {type: 'button', click: () => { answer = null; dialog.close(); }}, no),
            element('button', {class: isDanger ? 'main danger' : 'main'}, yes)));
    const dialog = openDialog(title, form);
    dialog.addEventListener('close', () => resolve(answer));
    input.focus();
  });
}
