/** Asks before something is done, and says why it was not. */

import {element} from './dom.js';
import {successorOf} from './pieces.js';
import {Problem} from './requests.js';

/** Shows a dialog until it is closed. The focus goes back to where it was, also if that was made anew meanwhile. */
export function openDialog(title, ...content) {
  const again = successorOf(document.activeElement);
  const heading = element('h2', {id: 'asked'}, title);
  const dialog = element('dialog', {'aria-labelledby': 'asked'}, heading, ...content);
  dialog.addEventListener('close', () => {
    dialog.remove();
    again()?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * @param {{title: string, text: ?string, label: string, yes: string, no: string, isDanger: boolean, isNeeded: boolean}} question
 * @return {Promise<?string>} what was written; null if she would rather not
 */
export async function ask({label = 'Reason', isNeeded = true, ...question}) {
  const answers = await askAll({...question, isNeeded, fields: {answer: label}});
  return answers && answers.answer;
}

/**
 * As the other one, for several answers.
 *
 * @param {{fields: Object<string, string>}} question the label of each answer by its name, besides what the other one takes
 * @return {Promise<?Object<string, string>>} what was written by the same names; null if she would rather not
 */
export function askAll({title, text, fields, yes, no = 'Back', isDanger = false, isNeeded = true}) {
  return new Promise((resolve) => {
    let answers = null;
    const inputs = Object.keys(fields).map((name) => element('input', {name, maxlength: 200, required: isNeeded, autocomplete: 'off'}));
    const submit = (event) => {
      event.preventDefault();
      const missing = inputs.find(({value}) => isNeeded && !value.trim());
      if (missing) {
        missing.focus();
      } else {
        answers = Object.fromEntries(inputs.map(({name, value}) => [name, value.trim()]));
        dialog.close();
      }
    };
    const form = element('form', {method: 'dialog', submit},
        text ? element('p', {}, text) : '', ...inputs.map((input) => element('label', {}, fields[input.name], input)),
        element('div', {class: 'buttons end'},
            element('button', {type: 'button', click: () => dialog.close()}, no),
            element('button', {class: isDanger ? 'main danger' : 'main'}, yes)));
    const dialog = openDialog(title, form);
    dialog.addEventListener('close', () => resolve(answers));
    inputs[0].focus();
  });
}

/**
 * A place that says what was done, where nothing else would be heard of it.
 *
 * @return {{place: Element, tell: function(string)}}
 */
export function news() {
  const place = element('p', {class: 'soft told', role: 'status'});
  return {place, tell: (text) => { place.textContent = text; }};
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
