/** How `<task-tray>` looks. The bell has no ground of its own, so it is of the colour of the page. */

import {styleSheet} from './dom.js';
import {THEME} from './theme.js';

export const BELL = 'M6 9a6 6 0 0 1 12 0c0 6 2.5 7.5 2.5 7.5h-17S6 15 6 9zM10 20a2.2 2.2 0 0 0 4 0';
export const CLOSE = 'M6 6l12 12M18 6L6 18';

export const STYLE = styleSheet(`${THEME}
:host{display:inline-block;position:relative;color:var(--task-text,inherit)}
.bell{color:inherit;position:relative;padding:.3em .5em;border-radius:99px;border-color:transparent;background:none;min-width:40px;min-height:40px}
.bell:hover{background:rgb(128 128 128/.2)}.bell:focus-visible{outline-color:currentColor}
.badge{position:absolute;inset-block-start:-2px;inset-inline-end:-2px;min-width:20px;height:20px;padding:0 5px;border-radius:99px;
  font-size:.75rem;line-height:20px;text-align:center;font-weight:700;color:var(--surface);background:var(--soft)}
[data-tone=active]{background:var(--active);color:var(--on-active)}[data-tone=warn]{background:var(--warn)}
.panel{position:absolute;z-index:1000;inset-block-start:calc(100% + 8px);inset-inline-end:0;width:26rem;max-width:calc(100vw - 1rem);
  max-height:min(36rem,80vh);display:flex;flex-direction:column;color:var(--ink);background:var(--surface);border:1px solid var(--line);border-radius:14px;
  box-shadow:0 12px 32px rgb(10 15 25/.18)}
:host([align=start]) .panel{inset-inline:0 auto}
.head{display:flex;align-items:center;justify-content:space-between;padding:.6rem .6rem .6rem 1rem;border-bottom:1px solid var(--line)}
h2{font-size:1rem;font-weight:600;margin:0}
.head button{border-color:transparent;background:none;padding:.3em;min-width:36px}
.list{overflow:auto;padding:.75rem;display:flex;flex-direction:column;gap:.5rem}
ul{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:.75rem}
li{position:relative}
.new{position:absolute;z-index:1;inset-block-start:-.55rem;inset-inline-end:.75rem;background:var(--active);color:var(--on-active);
  border-radius:99px;font-size:.6875rem;font-weight:700;padding:0 .5em;line-height:1.5}
.empty{margin:0;padding:1.25rem .5rem;text-align:center;color:var(--soft)}
@media (max-width:30rem){.panel{position:fixed;inset:auto .5rem .5rem!important;width:auto;max-width:none;max-height:75vh}}
@media (forced-colors:active){.badge,.new{border:1px solid CanvasText}.panel{border-color:CanvasText}}`);
