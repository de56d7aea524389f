/** Sizes and times in the reader's language, for what a page seldom begins with. */

import {largestUnit} from './words.js';

/** Such as "2.4 MB". */
export function size(words, bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const maximumFractionDigits = power > 1 ? 1 : 0;
  const options = {style: 'unit', unit: units[power], unitDisplay: power ? 'short' : 'long', maximumFractionDigits};
  return words.format(Intl.NumberFormat, options).format(bytes / 1000 ** power);
}

/** Such as "28 Sep". */
export function date(words, time) {
  return words.format(Intl.DateTimeFormat, {day: 'numeric', month: 'short'}).format(time);
}

/** Such as "28 Sep, 18:00". */
export function dayAndTime(words, time) {
  return words.format(Intl.DateTimeFormat, {dateStyle: 'medium', timeStyle: 'short'}).format(time);
}

/** Such as "today at 18:00". */
export function when(words, time, now) {
  const days = Math.round((new Date(time).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 86_400_000);
  const key = ['when.today', 'when.tomorrow'][days] ?? 'when.later';
  return words.say(key, {time: words.format(Intl.DateTimeFormat, {timeStyle: 'short'}).format(time), date: date(words, time)});
}

/** Such as "in 40 seconds". */
export function within(words, seconds) {
  const [unit, length] = largestUnit(seconds);
  return words.format(Intl.RelativeTimeFormat).format(Math.ceil(seconds / length), unit);
}

/** Such as "3 s ago". */
export function ago(words, seconds) {
  return seconds < 100
    ? words.say('ago.seconds', {n: Math.floor(seconds)})
    : words.say('ago.minutes', {n: Math.floor(seconds / 60)});
}
