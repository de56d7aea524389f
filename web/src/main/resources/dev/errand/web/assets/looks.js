/** Icon and tone of what a person is shown; those that are seen less often come with `later-looks.js`. */

export const CLOCK = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2';
export const WARNING = 'M12 4l9 16H3zM12 10v4M12 17v.1';
const WORK = 'M3 12h4l3-7 4 14 3-7h4';
const CLOUD = 'M4 4l16 16M8.5 8.6A5 5 0 0 0 7 18h10M19.5 16.5A4 4 0 0 0 17 10a6 6 0 0 0-4.6-3.9';

/** By state: a drawing, and the name of a colour. */
export const LOOKS = {
  QUEUED: [CLOCK, 'muted'],
  RUNNING: [WORK, 'active'],
  OFFLINE: [CLOUD, 'warn'],
  UNKNOWN: [WARNING, 'muted'],
};
