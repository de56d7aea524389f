/** Colours, type and buttons that the elements share. */

const LIGHT = `
  color-scheme:light;
  --surface:var(--task-surface,#fff);--ink:var(--task-text,#1b2430);--soft:var(--task-text-soft,#5a6675);
  --line:var(--task-line,#dde2e8);--track:var(--task-track,#e6eaef);--hover:#f1f4f8;
  --active:var(--task-active,#2563eb);--good:var(--task-good,#15803d);--warn:var(--task-warn,#b45309);
  --bad:var(--task-bad,#c02626);--on-active:var(--task-on-active,#fff);--shade:0 1px 2px rgb(16 24 40/.06)`;

const DARK = `
  color-scheme:dark;
  --surface:var(--task-surface,#1a2029);--ink:var(--task-text,#e7ebf0);--soft:var(--task-text-soft,#a4afbd);
  --line:var(--task-line,#333d4a);--track:var(--task-track,#36414f);--hover:#252d38;
  --active:var(--task-active,#82aaff);--good:var(--task-good,#5fd08a);--warn:var(--task-warn,#f2b35b);
  --bad:var(--task-bad,#ff8f87);--on-active:var(--task-on-active,#0d1526);--shade:none`;

/** For {@link styleSheet}; the attribute `theme` of the element is `light` or `dark`, or it follows the system. */
export const THEME = `
:host{${LIGHT};display:block;font:var(--task-font,400 .9375rem/1.5 system-ui,sans-serif);color:var(--ink);text-align:start}
@media (prefers-color-scheme:dark){:host{${DARK}}}
:host([theme=light]){${LIGHT}}
:host([theme=dark]){${DARK}}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
svg{width:1.25em;height:1.25em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none}
button,.button{font:inherit;font-weight:500;color:var(--ink);background:var(--surface);border:1px solid var(--line);border-radius:8px;
  padding:.3em .85em;min-height:36px;min-width:24px;cursor:pointer;text-decoration:none;display:inline-flex;align-items:center;
  justify-content:center;gap:.4em;max-width:100%;overflow-wrap:anywhere;text-align:start}
button:hover,.button:hover{background:var(--hover)}
.main{color:var(--on-active);background:var(--active);border-color:var(--active)}
:focus-visible{outline:2px solid var(--active);outline-offset:2px}
@media (pointer:coarse){button,.button{min-height:44px}}
@media (forced-colors:active){button,.button{border-color:ButtonText}:focus-visible{outline-color:Highlight}}`;
