/** What a person sees when the host does not tell of a task. */

const PROBLEMS = {
  0: {key: 'tp.offline', button: 'check', label: 'do.check-now'},
  401: {key: 'tp.401', button: 'sign-in', label: 'do.sign-in'},
  403: {key: 'tp.404'},
  404: {key: 'tp.404'},
  410: {key: 'tp.410'},
};

/**
 * @param {number} status of HTTP; 0 if there was no answer at all
 * @param {Words} words
 * @param {View} view of the task as it is known, which stays where it is still true
 * @return {View}
 */
export function problemView(status, words, view) {
  const {key, button, label} = PROBLEMS[status] ?? {key: 'tp.5xx', button: 'check', label: 'do.check'};
  const state = status ? 'UNKNOWN' : 'OFFLINE';
  const text = words.say(key);
  return {
    state,
    text,
    word: words.say(`state.${state}`),
    bar: status ? null : view.bar,
    buttons: button ? [{name: button, label: words.say(label), isMain: true}] : [],
    said: [{group: 'problem', id: status, text}],
  };
}
