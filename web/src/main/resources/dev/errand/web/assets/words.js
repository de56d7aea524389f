/** Texts in the reader's language, and the numbers, times and sizes in them. */

const BUILT_IN = ['en', 'cs'];
const ADDED = new Map();
const LOADED = new Map();
const ASKED_FOR = new URL(import.meta.url).search; // The version in our own address is that of the catalogues, too

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Replaces texts of a language, or adds a language: what is not given is taken from the built-in texts.
 *
 * @param {string} language such as `de`
 * @param {Object<string, string|Object<string, string>>} texts by key: a text, or one for each plural form
 */
export function addTexts(language, texts) {
  ADDED.set(language, {...ADDED.get(language), ...texts});
  LOADED.delete(language);
}

/** The texts of one language. */
export class Words {
  #locale;
  #texts;
  #formats = new Map();

  constructor(locale, texts) {
    this.#locale = locale;
    this.#texts = texts;
  }

  /**
   * @param {string} locale as in `lang`
   * @return {Promise<Words>}
   */
  static of(locale) {
    if (!LOADED.has(locale)) {
      LOADED.set(locale, load(locale).catch((broken) => {
        LOADED.delete(locale);
        throw broken;
      }));
    }
    return LOADED.get(locale);
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
      text = text[this.#format(Intl.PluralRules).select(facts.n)] ?? text.other;
    }
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const fact = facts[name];
      return typeof fact === 'number' ? this.number(fact) : fact ?? '';
    });
  }

  number(n) {
    return this.#format(Intl.NumberFormat).format(n);
  }

  /** Such as "4,200 rows". */
  count(n, unit) {
    return this.say('count', {n, unit, amount: n});
  }

  /** Such as "2.4 MB". */
  size(bytes) {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
    const maximumFractionDigits = power > 1 ? 1 : 0;
    return this.#amount(bytes / 1000 ** power, units[power], {unitDisplay: power ? 'short' : 'long', maximumFractionDigits});
  }

  /** Such as "2 minutes": the largest unit only. */
  duration(seconds) {
    const {unit, of} = largestUnit(seconds);
    return this.#amount(Math.floor(seconds / of), unit, {unitDisplay: 'long'});
  }

  /** Such as "about 20 seconds". */
  eta({low, high, unit}) {
    if (!unit) {
      return this.say('eta.soon');
    }
    const format = this.#format(Intl.NumberFormat, {style: 'unit', unit, unitDisplay: 'long'});
    const duration = low < high && format.formatRange ? format.formatRange(low, high) : format.format(high);
    return this.say('eta.about', {duration});
  }

  /** Such as "in 40 seconds". */
  within(seconds) {
    const {unit, of} = largestUnit(seconds);
    return this.#format(Intl.RelativeTimeFormat).format(Math.ceil(seconds / of), unit);
  }

  /** Such as "3 s ago". */
  ago(seconds) {
    return seconds < 100
      ? this.say('ago.seconds', {n: Math.floor(seconds)})
      : this.say('ago.minutes', {n: Math.floor(seconds / MINUTE)});
  }

  /** Such as "28 Sep". */
  date(time) {
    return this.#format(Intl.DateTimeFormat, {day: 'numeric', month: 'short'}).format(time);
  }

  /** Such as "28 Sep, 18:00". */
  moment(time) {
    return this.#format(Intl.DateTimeFormat, {dateStyle: 'medium', timeStyle: 'short'}).format(time);
  }

  /** Such as "today at 18:00". */
  when(time, now) {
    const days = Math.round((new Date(time).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / (24 * HOUR * 1000));
    const key = ['when.today', 'when.tomorrow'][days] ?? 'when.later';
    return this.say(key, {time: this.#format(Intl.DateTimeFormat, {timeStyle: 'short'}).format(time), date: this.date(time)});
  }

  #amount(n, unit, options) {
    return this.#format(Intl.NumberFormat, {style: 'unit', unit, ...options}).format(n);
  }

  #format(Kind, options) {
    const key = Kind.name + JSON.stringify(options);
    if (!this.#formats.has(key)) {
      this.#formats.set(key, new Kind(this.#locale, options));
    }
    return this.#formats.get(key);
  }
}

async function load(locale) {
  const language = locale.split('-')[0];
  const url = new URL(`texts.${BUILT_IN.includes(language) ? language : 'en'}.json${ASKED_FOR}`, import.meta.url);
  const texts = await (await fetch(url)).json();
  const known = BUILT_IN.includes(language) || ADDED.has(language) || ADDED.has(locale);
  return new Words(known ? locale : 'en', {...texts, ...ADDED.get(language), ...ADDED.get(locale)});
}

function largestUnit(seconds) {
  if (seconds < MINUTE) {
    return {unit: 'second', of: 1};
  }
  return seconds < HOUR ? {unit: 'minute', of: MINUTE} : {unit: 'hour', of: HOUR};
}
