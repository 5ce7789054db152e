import { visibleLines } from '../kernel/visible.ts'

// Pages that nothing moves, loads or runs in: they lie in archives, and are read in a hurry.

/** Text that is markup already. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | null | Markup | readonly Markup[]

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Markup whose parts are texts from anybody: none of them becomes a tag. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, piece, at) => text + written(parts[at - 1] ?? '') + piece))
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map((one: Markup) => one.text).join('')
  return visibleLines(String(part)).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9d6cf, #3b3a37); --dim: light-dark(#66625b, #a19d95); --good: light-dark(#1c6b3a, #7bd29b); --bad: light-dark(#a3261d, #f2938b); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; background: light-dark(#fbfaf7, #191817); color: light-dark(#1d1b18, #ebe8e1); }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { margin: 3rem 0 .75rem; font-size: 1.25rem; } h3 { margin: 2rem 0 .25rem; font-size: 1rem; }
p, dd { margin: .25rem 0; } .dim, dt, th, small { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); } th { font-weight: 500; }
.wide { overflow-x: auto; } td.n, th.n { text-align: right; white-space: nowrap; } td:first-child { min-width: 9rem; } td.s { white-space: nowrap; } code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.25rem; margin: 1rem 0; } dd { overflow-wrap: anywhere; }
.gap td { color: var(--dim); } pre { padding: 1rem; border: 1px solid var(--line); overflow-x: auto; font: .875em ui-monospace, monospace; }
svg { display: block; max-width: none; } svg text { font: 12px system-ui, sans-serif; fill: var(--dim); } svg .grid { stroke: var(--line); } svg .band { fill: var(--line); opacity: .45; } svg .whisker { stroke: var(--dim); } svg polyline { fill: none; stroke: currentcolor; opacity: .5; } svg circle { fill: currentcolor; } svg .mark { stroke: var(--bad); stroke-dasharray: 4 3; stroke-width: 1.5; }
@media print { body { max-width: none; } }
`

/** A whole page. */
export function pageOf(title: string, body: Markup): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${written(title)}</title><style>${STYLE}</style></head><body>
${body.text}
</body></html>
`
}
