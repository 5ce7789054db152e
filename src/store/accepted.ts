import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'

/** Writes what was accepted, an entry of each list a line, so that a change of it can be read in a review. */
export function writeAccepted(file: string, content: Json): void {
  const lines = Object.entries(content as Record<string, Json>).map(([name, value]) => {
    const text = Array.isArray(value) && value.length > 0 ? listText(value) : JSON.stringify(value)
    return `  ${JSON.stringify(name)}: ${text}`
  })
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}

function listText(entries: readonly Json[]): string {
  return `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`
}
