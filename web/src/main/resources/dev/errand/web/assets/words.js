/** Texts in the reader's language, and the numbers and durations in them. */

const BUILT_IN = /^(en|cs)\b/;
const ADDED = new Map();
const LOADED = new Map();
const ASKED_FOR = new URL(import.meta.url).search; // The version in our own address is that of the catalogues, too

/** Seconds. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;

/**
 * Replaces texts of a language, or adds a language: what is not given is taken from the built-in texts.
 *
 * @param {string} language such as `de`
 * @param {Object<string, string|Object<string, string>>} texts by key: a text, or one for each plural form
 */
export function addTexts(language, texts) {
  const tag = tagOf(language);
  ADDED.set(tag, {...ADDED.get(tag), ...texts});
  LOADED.clear();
}

/** The language of the page around an element, also where that is in the shadow of another one. */
export function languageAround(element) {
  return element ? element.closest('[lang]')?.lang || languageAround(element.getRootNode().host) : navigator.language;
}

/** The texts of one language. */
export class Words {
  #texts;
  #formats = new Map();
  #rest = null;

  constructor(locale, texts) {
    /** The language of the texts, which may not be what was asked for. */
    this.locale = locale;
    this.#texts = texts;
  }

  /**
   * @param {string} language as in `lang`
   * @return {Promise<Words>}
   */
  static of(language) {
    const locale = tagOf(language);
    if (!LOADED.has(locale)) {
      LOADED.set(locale, load(locale).catch((broken) => {
        LOADED.delete(locale);
        throw broken;
      }));
    }
    return LOADED.get(locale);
  }

  /**
   * Loads also the texts for what a page seldom begins with, in the language of these.
   *
   * @return {Promise<Words>} these
   */
  complete() {
    this.#rest ??= catalogue('texts-later', this.locale).then((texts) => {
      this.#texts = {...texts, ...this.#texts};
      return this;
    }).catch((broken) => {
      this.#rest = null;
      throw broken;
    });
    return this.#rest;
  }

  /**
   * The text of a key. Where there is one for the unit that is spoken of, `key.unit`, it is that.
   *
   * @param {string} key
   * @param {Object} facts what stands in braces in the text; `n` chooses the plural form, `unit` the text
   * @return {string}
   */
  say(key, facts = {}) {
    let text = this.#texts[`${key}.${facts.unit}`] ?? this.#texts[key] ?? key;
    if (typeof text === 'object') {
      text = text[this.format(Intl.PluralRules).select(facts.n)] ?? text.other;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const fact = facts[name];
      return typeof fact === 'number' ? this.number(fact) : fact ?? '';
    });
  }

  /** As in HTML; null where the page has brought the language, and so is in it. */
  get dir() {
    return BUILT_IN.test(this.locale) ? 'ltr' : null;
  }

  number(n) {
    return this.format(Intl.NumberFormat).format(n);
  }

  /** Such as "4,200 rows". */
  count(n, unit) {
    return this.say('count', {n, unit, amount: n});
  }

  /** Such as "2 minutes": the largest unit only. */
  duration(seconds) {
    const [unit, length] = largestUnit(seconds);
    return this.#unit(unit).format(Math.floor(seconds / length));
  }

  /** Such as "about 20 seconds". */
  eta({low, high, unit}) {
    if (!unit) {
      return this.say('eta.soon');
    }
    const format = this.#unit(unit);
    const duration = low < high && format.formatRange ? format.formatRange(low, high) : format.format(high);
    return this.say('eta.about', {duration});
  }

  /** Formats of numbers and times, as `Intl` has them; each is made once. */
  format(Kind, options) {
    const key = Kind.name + JSON.stringify(options);
    if (!this.#formats.has(key)) {
      this.#formats.set(key, new Kind(this.locale, options));
    }
    return this.#formats.get(key);
  }

  #unit(unit) {
    return this.format(Intl.NumberFormat, {style: 'unit', unit, unitDisplay: 'long'});
  }
}

/** As `Intl` spells it; its first letters, where it is none. */
function tagOf(language) {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return language.slice(0, 2).toLowerCase();
  }
}

async function load(locale) {
  const language = locale.split('-')[0];
  const texts = await catalogue('texts', locale);
  const isKnown = BUILT_IN.test(locale) || ADDED.has(language) || ADDED.has(locale);
  return new Words(isKnown ? locale : 'en', {...texts, ...ADDED.get(language), ...ADDED.get(locale)});
}

async function catalogue(name, locale) {
  const file = `${name}.${BUILT_IN.exec(locale)?.[0] ?? 'en'}.json${ASKED_FOR}`;
  return (await fetch(new URL(file, import.meta.url))).json();
}

/** @return {Array} the name of a unit of time, and how many seconds it has */
export function largestUnit(seconds) {
  return seconds < MINUTE ? ['second', 1] : seconds < HOUR ? ['minute', MINUTE] : ['hour', HOUR];
}
