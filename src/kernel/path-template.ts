/** A path as guards and routers read it: decoded segments, one spelling per path. */
export interface CanonicalPath {
  segments: string[]
  /** '/v1/charges/ch_1'. */
  text: string
}

/** Nothing in it can be read in two ways: most paths. */
const ORDINARY = /^(?:\/(?!\.\.?(?:\/|$))[\w.~-]+)+$/

/**
 * Reads the path of a URL that `new URL` has parsed (dots are resolved by then, percent-encoded ones too): repeated and
 * trailing slashes and ';parameters' dropped, each segment decoded once. Undefined where decoding fails or a segment
 * would contain a slash or dots: such a path has no meaning that two parsers share.
 */
export function canonicalPath(pathname: string): CanonicalPath | undefined {
  if (ORDINARY.test(pathname)) return { segments: pathname.slice(1).split('/'), text: pathname }
  const segments: string[] = []
  for (const raw of pathname.split('/')) {
    const segment = decode(raw.split(';', 1)[0] ?? '')
    if (segment === undefined || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) return undefined
    if (segment !== '') segments.push(segment)
  }
  return { segments, text: `/${segments.join('/')}` }
}

function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** A path with named parts: '/v1/charges/{id}', from '/v1/charges/:id'. */
export interface PathTemplate {
  text: string
  /** The parts' names in their places; undefined where a segment is literal. */
  match(segments: readonly string[]): Record<string, string> | undefined
}

export function pathTemplate(path: string): PathTemplate {
  const parts = path.split('/').filter((part) => part !== '')
  const names = parts.map((part) => /^(?::(\w+)|\{(\w+)\})$/.exec(part)).map((found) => found?.[1] ?? found?.[2])
  return {
    text: `/${parts.map((part, index) => (names[index] ? `{${names[index]}}` : part)).join('/')}`,
    match: (segments) => {
      if (segments.length !== parts.length) return undefined
      const found: Record<string, string> = {}
      for (const [index, segment] of segments.entries()) {
        const name = names[index]
        if (name) found[name] = segment
        else if (segment !== parts[index]) return undefined
      }
      return found
    },
  }
}
