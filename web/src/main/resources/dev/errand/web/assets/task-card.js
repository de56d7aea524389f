/** The card of a task: it is told what to show, and changes only what has changed. */

import {element, icon, setAttribute, setText} from './dom.js';
import {webAddress} from './requests.js';
import {LOOKS} from './looks.js';

/** What stands in the shadow of the element, and the buttons in it. */
export class TaskCard {
  text = part('p', 'text');
  track = element('div', {class: 'bar'});
  buttons = part('div', 'buttons');
  card = part('div', 'card');
  refusal = part('p', 'refusal', {part: 'note', hidden: true});

  #progress = element('progress', {id: 'bar', part: 'bar', max: 100});
  #label = element('label', {for: 'bar'});
  #heading = part('div', 'heading', {role: 'heading', tabindex: -1});
  #icon = part('span', 'icon');
  #word = part('span', 'state');
  #phase = part('p', 'phase');
  #note = part('p', 'note');
  #slot = element('slot');
  #made = new Map();
  #press;

  /** @param {function(HTMLElement, Event)} press is told of a button; what it is for stands in its `wanted` */
  constructor(press) {
    this.#press = press;
    this.#heading.append(this.#label);
    this.track.append(this.#progress);
    this.card.append(element('hgroup', {}, this.#icon, this.#heading, this.#word),
        this.track, this.text, this.#phase, this.#note, this.refusal, this.#slot, this.buttons);
  }

  /**
   * @param {View} view
   * @param {{title: string, level: number, url: string, words: Words}} place the heading, what addresses are relative to, and whose
   *     language it is
   */
  show(view, {title, level, url, words}) {
    const {dataset} = this.card;
    if (dataset.state !== view.state) {
      const [drawing, tone] = LOOKS[view.state];
      this.#icon.replaceChildren(icon(drawing));
      dataset.state = view.state;
      dataset.tone = tone;
    }
    setAttribute(this.card, 'lang', words.locale);
    setAttribute(this.card, 'dir', words.dir);
    setAttribute(this.#heading, 'aria-level', level);
    setText(this.#label, title);
    setText(this.#word, view.word);
    setText(this.text, view.text);
    setText(this.#phase, view.phase);
    setText(this.#note, view.note);
    setAttribute(this.#slot, 'name', view.slot ?? 'none');
    this.#showBar(view.bar);
    view.mark?.(this.track);
    this.#showButtons(view.buttons, url);
  }

  #showBar(bar) {
    this.track.hidden = !bar;
    this.card.classList.toggle('still', Boolean(bar?.still));
    this.track.classList.toggle('endless', Boolean(bar) && bar.value === null && !bar.still);
    setAttribute(this.#progress, 'value', bar?.value);
    setAttribute(this.#progress, 'aria-valuetext', bar?.spoken || null);
  }

  #showButtons(wanted, url) {
    const focused = this.card.getRootNode().activeElement;
    this.#made.forEach((button, name) => {
      if (!wanted.some((each) => each.name === name)) {
        button.close?.();
        button.remove();
        this.#made.delete(name);
      }
    });
    wanted.forEach((button, index) => {
      const made = this.#made.get(button.name) ?? this.#make(button, url);
      const before = this.buttons.children[index];
      made.wanted = button;
      made.className = button.isMain ? 'button main' : 'button';
      setAttribute(made, 'part', made.className);
      setText(made, button.label);
      before === made || this.buttons.insertBefore(made, before ?? null);
    });
    this.buttons.hidden = !wanted.length;
    if (focused && (!focused.isConnected || focused.closest('[hidden]'))) {
      this.#heading.focus();
    }
  }

  #make({name, file, expands}, url) {
    const href = file && webAddress(file.href, url);
    const click = (event) => this.#press(made, event);
    const made = href
      ? element('a', {href, download: file.name, click})
      : element('button', {type: 'button', 'aria-expanded': expands ? 'false' : null, click});
    this.#made.set(name, made);
    return made;
  }
}

function part(tag, name, more) {
  return element(tag, {class: name, part: name, ...more});
}
