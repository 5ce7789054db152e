/** One tag as a browser would see it. */
export interface Tag {
  name: string
  attributes: Record<string, string>
}

const RAW = new Set(['script', 'style'])
const REFERENCES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x60': '`',
  '#x3D': '=',
}

/**
 * Reads a page into its opening tags and the texts between them, by the rules of HTML that matter here: quoted and
 * unquoted attributes, raw text in script and style, comments. It takes whatever it is given and repairs nothing.
 */
export function readPage(html: string): { tags: Tag[]; texts: string[]; raw: Record<string, string[]> } {
  const tags: Tag[] = []
  const texts: string[] = []
  const raw: Record<string, string[]> = {}
  const opening = /<[a-z/!?]/gi
  let at = 0
  while (at < html.length) {
    opening.lastIndex = at
    const next = opening.exec(html)?.index ?? html.length
    if (next > at) texts.push(decode(html.slice(at, next)))
    if (next === html.length) break
    const { tag, end } = readTag(html, next)
    at = end
    if (!tag) continue
    tags.push(tag)
    if (!RAW.has(tag.name)) continue
    const found = html.indexOf(`</${tag.name}`, at)
    const close = found < 0 ? html.length : found
    raw[tag.name] = [...(raw[tag.name] ?? []), html.slice(at, close)]
    at = close
  }
  return { tags, texts, raw }
}

function readTag(html: string, start: number): { tag: Tag | undefined; end: number } {
  if (html.startsWith('<!--', start)) return { tag: undefined, end: after(html, '-->', start) }
  if (/^<[/!?]/.test(html.slice(start, start + 2))) return { tag: undefined, end: after(html, '>', start) }
  const name = /[^\s/>]+/y
  name.lastIndex = start + 1
  const tag: Tag = { name: (name.exec(html)?.[0] ?? '').toLowerCase(), attributes: {} }
  let at = name.lastIndex
  const attribute = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y
  for (;;) {
    attribute.lastIndex = at
    const found = attribute.exec(html)
    if (!found) break
    tag.attributes[(found[1] ?? '').toLowerCase()] = decode(found[2] ?? found[3] ?? found[4] ?? '')
    at = attribute.lastIndex
  }
  return { tag, end: after(html, '>', at) }
}

/** The place behind the next `mark`; the end where there is none. */
function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

function decode(text: string): string {
  return text.replace(/&([a-z]+|#x[0-9a-f]+);/gi, (whole, name: string) => REFERENCES[name] ?? whole)
}

/** What an attacker would want from a page: empty for a page that carries none of it. */
export function dangersOf(html: string): string[] {
  const { tags } = readPage(html)
  const dangers: string[] = []
  const counts = { script: 0, style: 0 }
  for (const { name, attributes } of tags) {
    if (name === 'script' || name === 'style') counts[name]++
    if (['img', 'iframe', 'object', 'embed', 'link', 'base', 'form', 'image', 'foreignobject'].includes(name))
      dangers.push(`<${name}>`)
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute.startsWith('on')) dangers.push(`${name} ${attribute}`)
      if (['src', 'style', 'srcdoc', 'action', 'formaction', 'xlink:href', 'target'].includes(attribute))
        dangers.push(`${name} ${attribute}`)
      if (attribute === 'href' && !value.startsWith('#')) dangers.push(`${name} href ${value}`)
    }
  }
  if (counts.script !== 1) dangers.push(`${counts.script} scripts`)
  if (counts.style !== 1) dangers.push(`${counts.style} styles`)
  return dangers
}

/** The page without its words: names of tags and of their attributes, in order. */
export function skeletonOf(html: string): string[] {
  return readPage(html).tags.map(({ name, attributes }) => [name, ...Object.keys(attributes)].join(' '))
}
