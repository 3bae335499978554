/** How an exported page looks, on a screen in either theme and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --text: #23211f; --quiet: #6b6560; --line: #dcd7d0; --paper: #fbfaf8; --own: #f1eee9; --code: #f3f1ed; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e4df; --quiet: #a39c94; --line: #3a3734; --paper: #191817; --own: #242220; --code: #211f1d; } }
body { margin: 0; background: var(--paper); color: var(--text); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 0.95rem; margin: 0 0 0.4rem; overflow-wrap: anywhere; }
h2 time, h2 em, dl, .note { color: var(--quiet); font-size: 0.875rem; font-weight: normal; }
dl { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 1.5rem; }
dl div { display: flex; gap: 0.4rem; }
dt::after { content: ':'; }
dd { margin: 0; overflow-wrap: anywhere; }
.conversation + .conversation { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2rem; }
article { padding: 0.9rem 0; border-top: 1px solid var(--line); }
article.user { background: var(--own); padding-inline: 1rem; border-radius: 0.5rem; border-top-color: transparent; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.7rem 0.9rem; overflow-x: auto; font-size: 0.85rem; line-height: 1.5; tab-size: 4; }
details { margin: 0.5rem 0; border-inline-start: 3px solid var(--line); padding-inline-start: 0.8rem; }
summary { color: var(--quiet); font-size: 0.875rem; cursor: pointer; overflow-wrap: anywhere; }
figure { margin: 0.6rem 0; }
img { max-width: 100%; max-height: 40rem; border-radius: 0.4rem; }
.failed { color: #b3261e; }
@media (prefers-color-scheme: dark) { .failed { color: #f2a49d; } }
@media print {
  :root { --text: #000; --quiet: #444; --line: #bbb; --paper: #fff; --own: #fff; --code: #fff; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2 { break-after: avoid; }
  .conversation + .conversation { break-before: page; border: 0; margin: 0; }
  details::details-content { content-visibility: visible; height: auto; }
}
`
