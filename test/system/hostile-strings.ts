/** Markup that runs `__fire(n)` where it is taken for markup. */
const PAYLOADS: readonly ((n: number) => string)[] = [
  (n) => `<img src=x: onerror=__fire(${n})>`,
  (n) => `<img src="x:" onerror="__fire(${n})">`,
  (n) => `<IMG SRC=x: OnErRoR=__fire(${n})//`,
  (n) => `<video src=x: onerror=__fire(${n})></video>`,
  (n) => `<audio src=x: onerror=__fire(${n})>`,
  (n) => `<video><source src=x: onerror=__fire(${n})></video>`,
  (n) => `<details open ontoggle=__fire(${n})>x</details>`,
  (n) => `<svg><animate onbegin=__fire(${n}) attributeName=x dur=1s></svg>`,
  (n) => `<svg><set onbegin=__fire(${n}) attributeName=x></svg>`,
  (n) => `<iframe srcdoc="<script>parent.__fire(${n})</script>"></iframe>`,
  (n) => `<iframe src="javascript:parent.__fire(${n})"></iframe>`,
  (n) => `<math><mtext><img src=x: onerror=__fire(${n})></mtext></math>`,
  (n) => `<style onload=__fire(${n})>x{}</style>`,
]

/** What would lead out of the place where a text stands. */
const WAYS_OUT = [
  '',
  '">',
  "'>",
  '`>',
  '</script>',
  '</style>',
  '</pre>',
  '</textarea></title>',
  '-->',
  ']]>',
  '</svg>',
]

/** What would get past a careless filter. */
const DISGUISES = ['', '\u202e', '\u0000', '{{{', '&lt;', '\\u003c', 'javascript:']

/** Writers of strings that fire their number where a page takes them for markup: so many of all, evenly chosen. */
export function hostileMakers(count: number): ((n: number) => string)[] {
  const all = DISGUISES.flatMap((disguise) =>
    WAYS_OUT.flatMap((way) => PAYLOADS.map((payload) => (n: number) => `${disguise}${way}${payload(n)}`)),
  )
  const step = Math.floor(all.length / count)
  return Array.from({ length: count }, (_, n) => all[n * step] as (n: number) => string)
}

/** The same strings, each with its place as its number. */
export function hostileStrings(count: number): string[] {
  return hostileMakers(count).map((make, n) => make(n))
}
