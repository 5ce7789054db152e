import { z } from 'zod'
import { runRecordSchema } from '../../src/record/run.ts'
import type { JsonSchema } from './json-schema.ts'
import { page } from './page.ts'
import { sections } from './schema-sections.ts'

/** `docs/reference/record.md`: what `run.json` holds. */
export function recordReference(): Map<string, string> {
  return new Map([['docs/reference/record.md', recordPage(z.toJSONSchema(runRecordSchema) as JsonSchema)]])
}

/** The page of a schema. */
export function recordPage(schema: JsonSchema): string {
  return page('The record of a run', INTRO, ...sections(schema, { complete: true }))
}

const INTRO = `\`run.json\` in the folder of a run. Every report, gate and comparison is a function of it and of the
[traces](events.md) beside it. [\`schemas/run.schema.json\`](../../schemas/run.schema.json) is the same as JSON Schema; it is
part of the package: \`mettle/schemas/run.schema.json\`.

What comes from an agent (its answer, names in the reasons) is data: escape it wherever you show it.`
