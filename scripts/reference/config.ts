import { z } from 'zod'
import { configSchema } from '../../src/scenario/config.ts'
import type { JsonSchema } from './json-schema.ts'
import { page } from './page.ts'
import { sections } from './schema-sections.ts'

/** `docs/reference/config.md`: what `mettle.config.ts` may hold. */
export function configReference(): Map<string, string> {
  return new Map([
    [
      'docs/reference/config.md',
      configPage(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema),
    ],
  ])
}

/** The page of a schema. */
export function configPage(schema: JsonSchema): string {
  return page('The config', INTRO, ...sections(schema))
}

const INTRO = `\`mettle.config.ts\` exports what \`defineConfig\` returns. It lies at the root of the project; \`--config\` names another
one. Flags of the [command line](cli.md) win over it. A member that is not listed here is an error (exit code 2).

Gates are explained in [gates](../gates.md), repeats in [mettle in CI](../ci.md), databases in [databases](../databases.md).`
