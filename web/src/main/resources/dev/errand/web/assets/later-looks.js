/** Icons, tones and style of the states that a page seldom begins with. */

import {CLOCK, LOOKS, WARNING} from './looks.js';
import {addStyle} from './task-style.js';

export {LOOKS};

const PAUSE = 'M9 6v12M15 6v12';
const STOP = 'M6 6h12v12H6z';
const CHECK = 'M4.5 12.5l5 5 10-11';
const CROSS = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9l6 6M15 9l-6 6';
const NOTHING = 'M5 12h14';

Object.assign(LOOKS, {
  SCHEDULED: [CLOCK, 'muted'],
  PAUSING: [PAUSE, 'active'],
  PAUSED: [PAUSE, 'muted'],
  CANCELLING: [STOP, 'active'],
  WAITING_RETRY: [CLOCK, 'muted'],
  INTERRUPTED: [PAUSE, 'muted'],
  SUCCEEDED: [CHECK, 'good'],
  PARTIAL: [WARNING, 'warn'],
  NONE: [NOTHING, 'muted'],
  FAILED: [CROSS, 'bad'],
  CANCELLED: [STOP, 'muted'],
  EXPIRED: [CLOCK, 'muted'],
  LOST: [CLOCK, 'muted'],
});

addStyle(`
.main:hover{filter:brightness(.9)}
[data-tone=good]{--tone:var(--good)}[data-tone=bad]{--tone:var(--bad)}[data-state=PARTIAL] progress{--tone:var(--good)}
:is([data-state=PAUSING],[data-state=CANCELLING]){--stripes:repeating-linear-gradient(-45deg,transparent 0 6px,rgb(255 255 255/.4) 6px 12px)}
.failed{position:absolute;inset-block:0;background:var(--warn)}
[data-state=FAILED] .failed{background:var(--bad);width:5px!important}
[data-state=FAILED] progress,.still[data-tone=muted] progress{opacity:.55}
.note{color:var(--warn);display:flex;gap:.4rem;font-size:.875rem}
.note::before{content:"";flex:none;width:.5rem;height:.5rem;margin-top:.4rem;border-radius:50%;background:currentColor}
@media (prefers-reduced-motion:reduce){.card{--stripes:none!important}}
@media (forced-colors:active){.failed{background:CanvasText!important}.note::before{background:CanvasText;forced-color-adjust:none}}`);
