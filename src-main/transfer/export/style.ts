/** How an exported page looks, on a screen in either theme and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --text: #23211f; --quiet: #6b6560; --line: #dcd7d0; --paper: #fbfaf8; --own: #f1eee9; --code: #f3f1ed; --link: #1a5c4b; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e4df; --quiet: #a39c94; --line: #3a3734; --paper: #191817; --own: #242220; --code: #211f1d; --link: #8ccfbb; } }
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
h3, h4, h5, h6 { margin: 1.2em 0 0.4em; line-height: 1.3; overflow-wrap: anywhere; }
h3 { font-size: 1.2rem; } h4 { font-size: 1.08rem; } h5, h6 { font-size: 1rem; }
.prose { overflow-wrap: anywhere; }
.prose > :first-child { margin-top: 0; }
.prose > :last-child { margin-bottom: 0; }
.prose + .text, .text + .prose, .prose + .prose, details + .prose, details + .text { margin-top: 0.9rem; }
p { margin: 0.7em 0; }
ul, ol { margin: 0.7em 0; padding-inline-start: 1.6rem; }
li { margin: 0.2em 0; }
li > ul, li > ol { margin: 0.2em 0; }
li.task { list-style: none; margin-inline-start: -1.3rem; }
blockquote { margin: 0.9em 0; padding-inline-start: 0.9rem; border-inline-start: 3px solid var(--line); color: var(--quiet); }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.4em 0; }
a { color: var(--link); overflow-wrap: anywhere; }
code { font-size: 0.9em; background: var(--code); border-radius: 0.25rem; padding: 0.1em 0.3em; }
pre code { font-size: inherit; background: none; padding: 0; }
table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; margin: 0.9em 0; font-size: 0.93em; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: start; vertical-align: top; }
th { background: var(--code); }
.footnote { font-size: 0.875rem; color: var(--quiet); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.7rem 0.9rem; overflow-x: auto; font-size: 0.85rem; line-height: 1.5; tab-size: 4; }
details { margin: 0.5rem 0; border-inline-start: 3px solid var(--line); padding-inline-start: 0.8rem; }
summary { color: var(--quiet); font-size: 0.875rem; cursor: pointer; overflow-wrap: anywhere; }
figure { margin: 0.6rem 0; }
img { max-width: 100%; max-height: 40rem; border-radius: 0.4rem; }
.failed { color: #b3261e; }
@media (prefers-color-scheme: dark) { .failed { color: #f2a49d; } }
@media print {
  :root { --text: #000; --quiet: #444; --line: #bbb; --paper: #fff; --own: #fff; --code: #fff; --link: #000; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  pre, blockquote, tr, li { break-inside: avoid-page; }
  table { display: table; width: 100%; }
  thead { display: table-header-group; }
  article.user { padding-inline: 0; border-top: 1px solid var(--line); border-radius: 0; }
  .conversation + .conversation { break-before: page; border: 0; margin: 0; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; height: auto; }
}
`
