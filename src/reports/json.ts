import { harmlessJson } from '../kernel/json.ts'
import { defineReporter, inParts, type StoredRun } from './define.ts'
import { writeList } from './text/json-list.ts'

/** The whole run as one document: one agent, planned trial and trial a line, so that grep finds whole trials. */
export const json = defineReporter({
  name: 'json',
  summary: 'The whole run as one JSON document, one trial a line.',
  file: 'report.json',
  ...inParts(write),
})

async function write({ head, planned, records }: StoredRun, sink: (part: string) => void): Promise<void> {
  const { planned: _, planDigest: __, ledger: ___, ...members } = head
  sink('{\n')
  for (const [name, value] of Object.entries({ ...members, planned })) {
    sink(`  ${harmlessJson(name)}: `)
    if (Array.isArray(value)) writeList(value, sink)
    else sink(harmlessJson(value))
    sink(',\n')
  }
  sink('  "trials": ')
  writeList(records(), sink)
  sink('\n}\n')
}
