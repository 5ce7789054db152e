/** A part of an SQL file: statements, or rows as `COPY ... FROM stdin` takes them. */
export type DumpPart = { sql: string } | { copy: string; data: string }

const COPY = /^COPY [^;]* FROM stdin(?: [^;]*)?;$/i
/** pg_dump puts its statements between these; psql alone knows what to do with them. */
const FENCE = /^\\(un)?restrict \w+$/

/**
 * Takes an SQL file apart as psql reads it, so that what pg_dump writes can be given to a server. Statements stand in the lines in which
 * they stood.
 */
export function dumpParts(text: string): DumpPart[] {
  if (!/^(COPY |\\)/im.test(text)) return [{ sql: text }]
  const lines = text.split('\n')
  const parts: DumpPart[] = []
  let sql: string[] = []
  let at = 0
  const close = () => {
    if (sql.some((line) => line.trim() !== '')) parts.push({ sql: sql.join('\n') })
    sql = Array.from({ length: at }, () => '')
  }
  while (at < lines.length) {
    const line = lines[at++]?.replace(/\r$/, '') ?? ''
    if (!COPY.test(line)) {
      sql.push(FENCE.test(line) ? '' : line)
      continue
    }
    const end = lines.findIndex((other, index) => index >= at && other.replace(/\r$/, '') === '\\.')
    const until = end < 0 ? lines.length : end
    const data = lines.slice(at, until)
    at = Math.min(lines.length, until + 1)
    close()
    parts.push({ copy: line.replace(/;$/, ''), data: data.map((row) => `${row}\n`).join('') })
  }
  close()
  return parts
}
