/** The card of a task: it is told what to show, and changes only what has changed. */

import {element, icon, setAttribute, setText} from './dom.js';
import {webAddress} from './requests.js';
import {LOOKS} from './looks.js';

const SLOTS = {SUCCEEDED: 'done', PARTIAL: 'done', FAILED: 'failed', NONE: 'empty'};

/** What stands in the shadow of the element, and the buttons in it. */
export class TaskCard {
  #parts = makeParts();
  #buttons = new Map();
  #opened = null;
  #press;

  /** @param {function(HTMLElement, Event)} press is told of a button; what it is for stands in its `wanted` */
  constructor(press) {
    this.#press = press;
  }

  get root() {
    return this.#parts.card;
  }

  /** What the card says, in a sentence. */
  get text() {
    return this.#parts.text.textContent;
  }

  /**
   * @param {View} view
   * @param {{title: string, level: number, url: string}} place the heading, and what addresses are relative to
   */
  show(view, {title, level, url}) {
    const {card, mark, heading, label, word, text, phase, note, slot} = this.#parts;
    if (card.dataset.state !== view.state) {
      const [drawing, tone] = LOOKS[view.state];
      mark.replaceChildren(icon(drawing));
      card.dataset.state = view.state;
      card.dataset.tone = tone;
    }
    setAttribute(heading, 'aria-level', level);
    setText(label, title);
    setText(word, view.word);
    setText(text, view.text);
    setText(phase, view.phase);
    setText(note, view.note);
    setAttribute(slot, 'name', SLOTS[view.state] ?? 'none');
    this.#showBar(view.bar, view.state === 'FAILED');
    this.#showButtons(view.buttons, url);
  }

  /** Presses a button for the person, if there is one of that name. */
  press(name) {
    this.#buttons.get(name)?.click();
  }

  /** Says why something was not done; null for nothing. */
  refuse(text) {
    setText(this.#parts.refusal, text);
  }

  isOpen(name) {
    return this.#opened === name;
  }

  /** Shows what a button promises, until it is closed. */
  open(name, content) {
    this.close();
    this.#opened = name;
    this.#parts.more.replaceChildren(content);
    this.#parts.more.hidden = false;
    setAttribute(this.#buttons.get(name), 'aria-expanded', 'true');
  }

  close() {
    this.#buttons.get(this.#opened)?.setAttribute('aria-expanded', 'false');
    this.#opened = null;
    this.#parts.more.hidden = true;
  }

  #showBar(bar, hasEnd) {
    const {card, track, progress, failed} = this.#parts;
    track.hidden = !bar;
    card.classList.toggle('still', Boolean(bar?.still));
    track.classList.toggle('endless', Boolean(bar) && bar.value === null && !bar.still);
    setAttribute(progress, 'value', bar?.value);
    setAttribute(progress, 'aria-valuetext', bar?.spoken || null);
    failed.hidden = !bar || bar.value === null || !(bar.failed || hasEnd);
    if (!failed.hidden) {
      failed.style.width = `${bar.failed}%`;
      failed.style.insetInlineStart = `${Math.max(0, bar.value - (hasEnd ? 0 : bar.failed))}%`;
    }
  }

  #showButtons(wanted, url) {
    const {card, buttons, heading} = this.#parts;
    const focused = card.getRootNode().activeElement;
    const names = wanted.map(({name}) => name);
    for (const [name, button] of this.#buttons) {
      if (!names.includes(name)) {
        button.remove();
        this.#buttons.delete(name);
      }
    }
    wanted.forEach((button, index) => {
      const made = this.#buttons.get(button.name) ?? this.#make(button, url);
      setText(made, button.label);
      setAttribute(made, 'part', button.isMain ? 'button main' : 'button');
      made.className = button.isMain ? 'button main' : 'button';
      made.wanted = button;
      if (buttons.children[index] !== made) {
        buttons.insertBefore(made, buttons.children[index] ?? null);
      }
    });
    buttons.hidden = !wanted.length;
    if (focused && !focused.isConnected) {
      heading.focus();
    }
    if (this.#opened && !names.includes(this.#opened)) {
      this.close();
    }
  }

  #make({name, file, expands}, url) {
    const href = file && webAddress(file.href, url);
    const press = (event) => this.#press(made, event);
    const made = href
      ? element('a', {href, download: file.name, click: press})
      : element('button', {type: 'button', 'aria-expanded': expands ? 'false' : null, click: press});
    this.#buttons.set(name, made);
    return made;
  }
}

function makeParts() {
  const part = (tag, name, more) => element(tag, {class: name, part: name, ...more});
  const label = element('label', {for: 'bar'});
  const progress = element('progress', {id: 'bar', part: 'bar', max: 100});
  const failed = element('span', {class: 'failed'});
  const mark = part('span', 'icon');
  const heading = part('div', 'heading', {role: 'heading', tabindex: -1});
  const word = part('span', 'state');
  const track = element('div', {class: 'bar'}, progress, failed);
  const text = part('p', 'text');
  const phase = part('p', 'phase');
  const note = part('p', 'note');
  const refusal = part('p', 'refusal', {part: 'note', hidden: true});
  const slot = element('slot', {name: 'none'});
  const buttons = part('div', 'buttons');
  const more = part('div', 'more', {part: 'details', tabindex: 0, hidden: true});
  const card = part('div', 'card');
  const header = element('header', {}, mark, heading, word);
  heading.append(label);
  card.append(header, track, text, phase, note, refusal, slot, buttons, more);
  return {card, label, progress, failed, mark, heading, word, track, text, phase, note, refusal, slot, buttons, more};
}
