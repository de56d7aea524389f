/**
 * Does the same to all tasks that a filter leaves: first it says to how many, at last what became of each.
 * Each is a command of its own, with the reason, as if it were pressed for each task; so it can be stopped midway.
 */

import {openDialog} from './asking.js';
import {element} from './dom.js';
import {command, words} from './host.js';
import {plural, taskLink} from './pieces.js';
import {Problem} from './requests.js';

const LIMIT = 1000;
const AT_ONCE = 4;
const VERBS = {
  cancel: {
    title: 'Cancel tasks', some: 'cancelled', yes: (n) => `Cancel ${n}`, isDanger: true,
    may: ({actions}) => actions.cancel,
  },
  retry: {
    title: 'Retry failed tasks', some: 'started again', yes: (n) => `Retry ${n}`, isDanger: false,
    may: ({actions, state, outcome}) => (state === 'FAILED' || outcome === 'PARTIAL') && actions.retry,
  },
};

/**
 * @param {string} name `cancel` or `retry`
 * @param {function(?string): Promise<Object>} pageAfter gives a page of the list
 * @param {function()} done is called when something was changed
 */
export async function openBulk(name, pageAfter, done) {
  const verb = VERBS[name];
  const content = element('div', {}, element('p', {role: 'status'}, 'Counting…'));
  const dialog = openDialog(verb.title, content);
  const work = {isStopped: false};
  dialog.addEventListener('close', () => { work.isStopped = true; });
  try {
    const {matching, isMore} = await collect(pageAfter, work);
    const able = matching.filter(verb.may);
    preview(verb, {matching, isMore, able}, content, dialog, async (reason) => {
      const report = await run(verb, able, reason, content, work);
      tell(verb, report, content, dialog);
      done();
    });
  } catch (problem) {
    content.replaceChildren(element('p', {role: 'alert'}, problem.body?.detail ?? 'The tasks could not be counted.'), closing(dialog));
  }
}

async function collect(pageAfter, work) {
  const matching = [];
  let cursor = null;
  do {
    const page = await pageAfter(cursor);
    matching.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && matching.length < LIMIT && !work.isStopped);
  return {matching: matching.slice(0, LIMIT), isMore: Boolean(cursor) || matching.length > LIMIT};
}

function preview(verb, {matching, isMore, able}, content, dialog, go) {
  const asked = able.filter((task) => verb.may(task).confirm).length;
  const facts = [`${words.number(able.length)} of ${plural(matching.length, 'task')} that match can be ${verb.some}.`,
    isMore && `Only the newest ${words.number(LIMIT)} that match are looked at.`,
    asked && verb.isDanger && `${plural(asked, 'task')} have done what cannot be taken back.`].filter(Boolean);
  if (!able.length) {
    content.replaceChildren(element('p', {role: 'status'}, facts[0]), closing(dialog));
    return;
  }
  const reason = element('input', {required: true, maxlength: 200, autocomplete: 'off'});
  const submit = (event) => {
    event.preventDefault();
    go(reason.value.trim());
  };
  content.replaceChildren(element('form', {submit}, element('p', {role: 'status'}, facts.join(' ')), element('label', {}, 'Reason', reason),
      element('div', {class: 'buttons end'}, element('button', {type: 'button', click: () => dialog.close()}, 'Back'),
          element('button', {class: verb.isDanger ? 'main danger' : 'main'}, verb.yes(plural(able.length, 'task'))))));
  reason.focus();
}

async function run(verb, tasks, reason, content, work) {
  const bar = element('progress', {max: tasks.length, value: 0, 'aria-label': verb.title});
  const text = element('p', {}, '');
  content.replaceChildren(text, bar, element('div', {class: 'buttons end'},
      element('button', {type: 'button', click: () => { work.isStopped = true; }}, 'Stop here')));
  const report = {done: 0, refused: [], left: 0};
  const rest = [...tasks];
  const worker = async () => {
    while (rest.length && !work.isStopped) {
      const task = rest.shift();
      await command(verb.may(task), {reason}).then(() => report.done++, (problem) => report.refused.push({task, problem}));
      bar.value = report.done + report.refused.length;
      text.textContent = `${words.number(bar.value)} of ${words.number(tasks.length)}`;
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, worker));
  report.left = rest.length;
  return report;
}

function tell(verb, {done, refused, left}, content, dialog) {
  const facts = [`${plural(done, 'task')} ${verb.some}.`, refused.length && `${words.number(refused.length)} refused.`,
    left && `${words.number(left)} left as they were.`].filter(Boolean);
  const why = (problem) => (problem instanceof Problem && problem.body.detail) || 'no answer';
  content.replaceChildren(element('p', {role: 'status'}, facts.join(' ')),
      refused.length ? element('ul', {}, ...refused.map(({task, problem}) => element('li', {}, taskLink(task), `: ${why(problem)}`))) : '',
      closing(dialog));
  content.querySelector('button').focus();
}

function closing(dialog) {
  return element('div', {class: 'buttons end'}, element('button', {type: 'button', class: 'main', click: () => dialog.close()}, 'Close'));
}
