/** A question that has to be answered before something is done that cannot be undone. */

import './details-style.js';
import {element} from './dom.js';

/**
 * @param {HTMLElement} button that was pressed: when it goes, so does the question
 * @param {{text: string, yes: string, no: string}} words neither button is called "Cancel": it would be unclear of what
 * @return {Promise<boolean>} whether the answer was yes
 */
export function isConfirmed(button, {text, yes, no}) {
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    const dialog = element('dialog', {part: 'dialog', 'aria-labelledby': 'question'},
        element('p', {id: 'question'}, text),
        element('div', {class: 'buttons'},
            element('button', {type: 'button', part: 'button', click: answer(''), autofocus: true}, no),
            element('button', {type: 'button', part: 'button main', class: 'main', click: answer('yes')}, yes)));
    button.close = () => {
      dialog.close('');
      dialog.remove();
    };
    dialog.addEventListener('close', () => {
      button.close = null;
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    button.getRootNode().append(dialog);
    dialog.showModal();
  });
}
