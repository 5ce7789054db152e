import { z } from 'zod'
import { runRecordSchema } from '../../src/record/run.ts'
import type { JsonSchema } from './json-schema.ts'
import { page } from './page.ts'
import { sections } from './schema-sections.ts'

/** `docs/reference/record.md`: what a run's folder holds. */
export function recordReference(): Map<string, string> {
  return new Map([['docs/reference/record.md', recordPage(z.toJSONSchema(runRecordSchema) as JsonSchema)]])
}

/** The page of a schema. */
export function recordPage(schema: JsonSchema): string {
  return page('The record of a run', INTRO, ...sections(schema, { complete: true }))
}

const INTRO = `A run as one document, as \`--reporter json\` writes it. In the folder of the run it lies in three files:

| file            | what it holds                                                                                          |
| --------------- | ------------------------------------------------------------------------------------------------------ |
| \`run.json\`      | the head: all members but \`planned\` and \`trials\`. \`planned\` is a number there; \`planDigest\` and \`ledger\` hold the other two files to it |
| \`planned.jsonl\` | a planned trial a line, in the order of the plan; written before the first trial starts                 |
| \`trials.jsonl\`  | the ledger: a trial's record a line, in the order in which they ended, each written before it is told as finished |

A line of the ledger ends in its \`link\`: the first 64 bits of SHA-256 over the run's \`id\`, the link before it (nothing before the first) and the
line's own text without the link. A line that was changed, moved or taken out is found; a line that was cut in its middle by the end of the process
is passed over. A trial that was corrected has another line: its last one counts. \`run.json\` is written before the first trial, with
\`finishedAt: null\`, and replaced as a whole at the end. Until then the run is unfinished, and passes no gate.

Every report, gate and comparison is a function of these files and of the [traces](events.md) beside them. JSON Schemas are part of the
package: [\`mettle/schemas/report.schema.json\`](../../schemas/report.schema.json) is this page,
[\`run.schema.json\`](../../schemas/run.schema.json) the head, [\`trial.schema.json\`](../../schemas/trial.schema.json) a line of the ledger.

What comes from an agent (its answer, names in the reasons) is data: escape it wherever you show it.`
