/** How `<task-progress>` looks, as far as a task that waits or runs needs it; others add to it. */

import {styleSheet} from './dom.js';
import {THEME} from './theme.js';

let css = `${THEME}
.card{--tone:var(--active);background:var(--surface);border:1px solid var(--line);border-radius:var(--task-radius,12px);
  box-shadow:var(--shade);padding:var(--task-padding,1rem 1.125rem);position:relative}
[data-tone=muted]{--tone:var(--soft)}[data-tone=warn]{--tone:var(--warn)}
hgroup{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.25rem .6rem}
.icon{display:flex;align-items:center;height:1.5em;color:var(--tone)}
.heading{font-weight:600;flex:1 1 8rem;min-width:0;overflow-wrap:anywhere;border-radius:4px}
.state{color:var(--tone);font-size:.8125rem;font-weight:600;line-height:1.75}
p{margin:.5rem 0 0;overflow-wrap:anywhere}
.text{font-variant-numeric:tabular-nums}
.phase{margin-top:.125rem;color:var(--soft);font-size:.875rem}
.phase::first-letter{text-transform:uppercase}
.bar{position:relative;height:var(--task-bar-height,8px);margin-top:.7rem;border-radius:99px;overflow:hidden;background:var(--track)}
progress{appearance:none;display:block;width:100%;height:100%;border:0;background:none;color:var(--tone)}
progress::-webkit-progress-bar{background:none}
progress::-webkit-progress-value{background:var(--stripes,none) var(--tone);border-radius:99px;transition:width .4s ease-out}
progress::-moz-progress-bar{background:var(--stripes,none) var(--tone);border-radius:99px}
progress:indeterminate::-moz-progress-bar{background:none}
.endless::after{content:"";position:absolute;inset-block:0;width:30%;border-radius:99px;background:var(--tone);animation:slide 1.8s ease-in-out infinite alternate}
[data-state=QUEUED] .bar{height:4px}
@keyframes slide{from{inset-inline-start:0}to{inset-inline-start:70%}}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.875rem}
@media (prefers-reduced-motion:reduce){progress::-webkit-progress-value{transition:none}
  .endless::after{animation:none;inset-inline-start:35%}}
@media (forced-colors:active){.bar{border:1px solid CanvasText;forced-color-adjust:none;background:Canvas}
  progress::-webkit-progress-value{background:Highlight}progress::-moz-progress-bar{background:Highlight}
  .endless::after{background:Highlight}.card{border-color:CanvasText}}`;

/** One for all elements. */
export const STYLE = styleSheet(css);

/** Adds rules for all elements that there are and will be. */
export function addStyle(more) {
  css += more;
  STYLE.replaceSync(css);
}
