/** How lists, facts, questions and refusals look, which only a click brings up. */

import {addStyle} from './task-style.js';

addStyle(`
.refusal{color:var(--bad);font-size:.875rem}
button[aria-disabled=true]{opacity:.6;cursor:default}
.more{margin-top:.75rem;border-top:1px solid var(--line);padding-top:.5rem;max-height:20rem;overflow:auto}
dl{display:grid;grid-template-columns:auto 1fr;gap:.125rem 1rem;margin:0;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500}
dialog{color:var(--ink);background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1.25rem;width:min(26rem,calc(100vw - 2rem))}
dialog p{margin:0}
dialog::backdrop{background:rgb(10 15 25/.5)}
dialog .buttons{justify-content:flex-end}`);
