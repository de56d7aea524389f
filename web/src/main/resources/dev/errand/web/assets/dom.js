/** Elements made without any text being read as markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name of the element
 * @param {Object} properties functions listen to the event of that name; the rest are attributes, absent if false or null
 * @param {...(Node|string)} children
 * @return {HTMLElement}
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      made.addEventListener(key, value);
    } else {
      setAttribute(made, key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Sets an attribute that may be absent, and leaves one alone that is right already. */
export function setAttribute(target, name, value) {
  if (value === null || value === undefined || value === false) {
    target.removeAttribute(name);
  } else if (target.getAttribute(name) !== String(value)) {
    target.setAttribute(name, value === true ? '' : value);
  }
}

/** Sets a text, unless it is that already: a screen reader must not hear it twice. */
export function setText(target, text) {
  const words = text || '';
  if (target.textContent !== words) {
    target.textContent = words;
  }
  target.hidden = !words;
}

/** @return {SVGElement} a drawing of 24 by 24 that the words beside it make unnecessary to name */
export function icon(path) {
  const drawing = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

/** @return {CSSStyleSheet} which a content security policy allows, unlike a style element */
export function styleSheet(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
