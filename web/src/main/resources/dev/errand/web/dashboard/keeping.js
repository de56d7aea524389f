/** Keeps files for longer. */

import {dayAndTime} from './amounts.js';
import {ask} from './asking.js';
import {element} from './dom.js';
import {command, words} from './host.js';

/**
 * @param {function(function(): Promise): Promise} attempt does something, and says why it was refused
 * @param {function(string)} tell says what was done
 * @param {function({id: string, expiresAt: string}): Promise} done is called with the file as it is then
 * @return {function({id: string, name: string, keep: ?Object}): ?Element} a button for a file; null for what may not be kept
 */
export function keeping(attempt, tell, done) {
  const press = async ({id, name, keep}) => {
    const reason = await ask({title: `Keep ${name}`, text: 'It is kept for as long from now as a new file is.', yes: 'Keep it longer'});
    reason === null || await attempt(async () => {
      const {result} = await (await command(keep, {reason})).json();
      const file = result.files.find((each) => each.id === id);
      tell(`${name} is kept until ${dayAndTime(words, Date.parse(file.expiresAt))}.`);
      await done(file);
    });
  };
  return (file) => (file.keep
    ? element('button', {type: 'button', 'data-key': file.id, 'aria-label': `Keep longer: ${file.name}`, click: () => press(file)}, 'Keep longer…')
    : null);
}
