import type { SqlStatement } from '../../boundary/sql-world.ts'
import type { Json } from '../../kernel/json.ts'

/** Longer statements are no calls that anybody means. In characters, values included. */
const LONGEST = 5_000_000

/** A statement as plain JSON: what guards look at is what will run, and the agent holds no reference to it. */
export function readStatement(
  text: unknown,
  values: readonly unknown[],
  place: number,
): { input: SqlStatement; malformed?: string } {
  const connection = place > 1 ? { connection: place } : {}
  if (typeof text !== 'string') return malformed('', connection, 'the text of a statement is a string')
  try {
    const plain = values.map(plainValue)
    const length = text.length + JSON.stringify(plain).length
    if (length > LONGEST) return malformed(text.slice(0, 1_000), connection, `it is longer than ${LONGEST} characters`)
    return { input: { text, values: plain, ...connection } }
  } catch (thrown) {
    return malformed(text.slice(0, 1_000), connection, String((thrown as Error).message))
  }
}

function malformed(text: string, connection: object, why: string) {
  return { input: { text, values: [], ...connection }, malformed: why }
}

/** A value as text or JSON, the way PostgreSQL's drivers for Node send it. */
function plainValue(value: unknown): Json {
  // Most values first, without the way through JSON. It has no -0.
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`a ${typeof value} is no value of a statement`)
  return JSON.parse(text) as Json
}
