/** The time left, in steps wide enough that the words for it do not flicker. */

import {HOUR, MINUTE, largestUnit} from './words.js';

/** Remembers what it said last, and says something else only when the time left is clearly something else. */
export class TimeLeft {
  #at = NaN;
  #words = null;

  /**
   * @param {{seconds: number, low: ?number, high: ?number}} eta
   * @return {{low: number, high: number, unit: ?string}} for {@link Words#eta}; without a unit it is nearly over
   */
  inSteps({seconds, low, high}) {
    if (!(Math.abs(seconds - this.#at) < stepOf(seconds).step / 4)) {
      this.#at = seconds;
      this.#words = high > 2 * low ? inSteps(low, high) : inSteps(seconds, seconds);
    }
    return this.#words;
  }
}

function inSteps(low, high) {
  if (high < 10) {
    return {};
  }
  const {unit, length, step} = stepOf(high);
  const inUnits = (time, round) => Math.max(1, round(time / step)) * (step / length);
  return {unit, low: inUnits(low, step < HOUR ? Math.round : Math.floor), high: inUnits(high, Math.round)};
}

function stepOf(seconds) {
  const [unit, length] = largestUnit(seconds * 12 / 11); // 55 seconds are nearly a minute
  return {unit, length, step: length > 1 ? length : 10, ...(length === MINUTE && seconds >= 10 * MINUTE && {step: 5 * MINUTE})};
}
