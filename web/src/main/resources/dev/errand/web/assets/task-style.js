/** How `<task-progress>` looks. */

import {styleSheet} from './dom.js';
import {THEME} from './theme.js';

export const STYLE = styleSheet(`${THEME}
.card{--tone:var(--active);background:var(--surface);border:1px solid var(--line);border-radius:var(--task-radius,12px);
  box-shadow:var(--shade);padding:var(--task-padding,1rem 1.125rem);position:relative}
[data-tone=muted]{--tone:var(--soft)}[data-tone=good]{--tone:var(--good)}
[data-tone=warn]{--tone:var(--warn)}[data-tone=bad]{--tone:var(--bad)}
header{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.25rem .6rem}
.icon{display:flex;align-items:center;height:1.5em;color:var(--tone)}
.heading{font-weight:600;flex:1 1 8rem;min-width:0;overflow-wrap:anywhere;border-radius:4px}
.state{color:var(--tone);font-size:.8125rem;font-weight:600;line-height:1.75}
p{margin:.5rem 0 0;overflow-wrap:anywhere}
.text{font-variant-numeric:tabular-nums}
.phase{margin-top:.125rem;color:var(--soft);font-size:.875rem}
.note{color:var(--warn);display:flex;gap:.4rem;font-size:.875rem}
.note::before{content:"";flex:none;width:.5rem;height:.5rem;margin-top:.4rem;border-radius:50%;background:currentColor}
.refusal{color:var(--bad);font-size:.875rem}
.bar{position:relative;height:var(--task-bar-height,8px);margin-top:.7rem;border-radius:99px;overflow:hidden;background:var(--track)}
progress{appearance:none;display:block;width:100%;height:100%;border:0;background:none;color:var(--tone)}
progress::-webkit-progress-bar{background:none}
progress::-webkit-progress-value{background:var(--stripes,none) var(--tone);border-radius:99px;transition:width .4s ease-out}
progress::-moz-progress-bar{background:var(--stripes,none) var(--tone);border-radius:99px}
progress:indeterminate::-webkit-progress-value,progress:indeterminate::-moz-progress-bar{background:none}
.endless::after{content:"";position:absolute;inset-block:0;width:30%;border-radius:99px;background:var(--tone);animation:slide 1.8s ease-in-out infinite alternate}
[data-state=QUEUED] .bar{height:4px}[data-state=PARTIAL] progress{--tone:var(--good)}
:is([data-state=PAUSING],[data-state=CANCELLING]){--stripes:repeating-linear-gradient(-45deg,transparent 0 6px,rgb(255 255 255/.4) 6px 12px)}
.failed{position:absolute;inset-block:0;background:var(--warn)}
[data-state=FAILED] .failed{background:var(--bad);width:5px!important}
[data-state=FAILED] progress,.still[data-tone=muted] progress{opacity:.55}
@keyframes slide{from{inset-inline-start:0}to{inset-inline-start:70%}}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.875rem}
.more{margin-top:.75rem;border-top:1px solid var(--line);padding-top:.5rem;max-height:20rem;overflow:auto}
dl{display:grid;grid-template-columns:auto 1fr;gap:.125rem 1rem;margin:0;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500}
dialog{color:var(--ink);background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1.25rem;width:min(26rem,calc(100vw - 2rem))}
dialog p{margin:0}
dialog::backdrop{background:rgb(10 15 25/.5)}
dialog .buttons{justify-content:flex-end}
:host([mode=compact]) .card{padding:.6rem .75rem;font-size:.875rem}
:host([mode=compact]) .bar{height:5px;margin-top:.4rem}
:host([mode=compact]) p{margin-top:.25rem}
:host([mode=compact]) .phase{display:none}
:host([mode=compact]) .buttons{margin-top:.4rem;gap:.375rem}
:host([mode=compact]) .buttons>*{min-height:30px;padding:.1em .65em;font-size:.8125rem}
:host([mode=inline]){display:inline-block;vertical-align:middle;max-width:100%}
:host([mode=inline]) .card{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.25rem .6rem;padding:0;border:0;background:none;box-shadow:none}
:host([mode=inline]) :is(.heading,.state){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:host([mode=inline]) .bar{width:7rem;margin:0}
:host([mode=inline]) :is(p,.buttons){margin:0}
:host([mode=inline]) .phase{display:none}
:host([mode=inline]) .buttons>*{border:0;background:none;color:var(--active);padding:0 .25em;min-height:24px;text-decoration:underline}
@media (pointer:coarse){:host([mode]) .buttons>*{min-height:44px}}
@media (prefers-reduced-motion:reduce){progress::-webkit-progress-value{transition:none}
  .endless::after{animation:none;inset-inline-start:35%}
  .card{--stripes:none!important}}
@media (forced-colors:active){.bar{border:1px solid CanvasText;forced-color-adjust:none;background:Canvas}
  progress::-webkit-progress-value{background:Highlight}progress::-moz-progress-bar{background:Highlight}
  .note::before{background:CanvasText;forced-color-adjust:none}.endless::after{background:Highlight}.failed{background:CanvasText!important}.card{border-color:CanvasText}}`);

const CLOCK = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2';
const WORK = 'M3 12h4l3-7 4 14 3-7h4';
const PAUSE = 'M9 6v12M15 6v12';
const STOP = 'M6 6h12v12H6z';
const CHECK = 'M4.5 12.5l5 5 10-11';
const WARNING = 'M12 4l9 16H3zM12 10v4M12 17v.1';
const CROSS = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9l6 6M15 9l-6 6';
const CLOUD = 'M4 4l16 16M8.5 8.6A5 5 0 0 0 7 18h10M19.5 16.5A4 4 0 0 0 17 10a6 6 0 0 0-4.6-3.9';
const NOTHING = 'M5 12h14';

/** Icon and tone of what a person is shown. */
export const LOOKS = {
  QUEUED: [CLOCK, 'muted'],
  SCHEDULED: [CLOCK, 'muted'],
  RUNNING: [WORK, 'active'],
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
  OFFLINE: [CLOUD, 'warn'],
  UNKNOWN: [WARNING, 'muted'],
};
