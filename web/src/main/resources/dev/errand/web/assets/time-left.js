/** The time left, in steps wide enough that the words for it do not flicker. */

import {HOUR, MINUTE} from './words.js';

/** Remembers what it said last, and says something else only when the time left is clearly something else. */
export class TimeLeft {
  #at = NaN;
  #words = null;

  /**
   * @param {{seconds: number, low: ?number, high: ?number}} eta
   * @return {{low: number, high: number, unit: ?string}} for {@link Words#eta}; without a unit it is nearly over
   */
  inSteps({seconds, low, high}) {
    const {step} = stepOf(seconds);
    if (!(Math.abs(seconds - this.#at) < step / 4)) {
      this.#at = seconds;
      this.#words = inSteps(seconds, high > 2 * low ? low : seconds, high > 2 * low ? high : seconds);
    }
    return this.#words;
  }
}

function inSteps(seconds, low, high) {
  if (high < 10) {
    return {};
  }
  const {unit, of, step} = stepOf(high);
  if (unit === 'hour') {
    return {unit, low: Math.max(1, Math.floor(low / of)), high: Math.max(1, Math.round(high / of))};
  }
  const rounded = (time) => Math.max(1, Math.round(time / step)) * (step / of);
  return {unit, low: rounded(low), high: rounded(high)};
}

function stepOf(seconds) {
  if (seconds < 55) {
    return {unit: 'second', of: 1, step: 10};
  }
  if (seconds < 55 * MINUTE) {
    return {unit: 'minute', of: MINUTE, step: seconds < 10 * MINUTE ? MINUTE : 5 * MINUTE};
  }
  return {unit: 'hour', of: HOUR, step: HOUR};
}
