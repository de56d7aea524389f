/**
 * How `<task-progress>` looks in a list, and in a line of text; `import()`ed where a page wants that. A line has no ground of its own,
 * so its words are of the colour of the page.
 */

import {addStyle} from './task-style.js';

addStyle(`
:host([mode=compact]) .card{padding:.6rem .75rem;font-size:.875rem}
:host([mode=compact]) .bar{height:5px;margin-top:.4rem}
:host([mode=compact]) p{margin-top:.25rem}
:host([mode=compact]) .phase{display:none}
:host([mode=compact]) .buttons{margin-top:.4rem;gap:.375rem}
:host([mode=compact]) .buttons>*{min-height:30px;padding:.1em .65em;font-size:.8125rem}
:host([mode=inline]){color:var(--task-text,inherit);display:inline-block;vertical-align:middle;max-width:100%}
:host([mode=inline]) .card{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.25rem .6rem;padding:0;border:0;background:none;box-shadow:none}
:host([mode=inline]) :is(.heading,.state){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:host([mode=inline]) .bar{width:7rem;margin:0}
:host([mode=inline]) :is(p,.buttons){margin:0}
:host([mode=inline]) .phase{display:none}
:host([mode=inline]) .buttons>*{border:0;background:none;padding:0 .25em;min-height:24px;text-decoration:underline}
:host([mode=inline]) :is(.icon,.note,.refusal,.buttons>*){color:inherit}
:host([mode=inline]) .more{--soft:currentColor}
:host([mode=inline]) :focus-visible{outline-color:currentColor}
@media (pointer:coarse){:host([mode]) .buttons>*{min-height:44px}}`);
