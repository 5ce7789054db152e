import { visibleJson } from '../../kernel/visible.ts'
import type { Action } from './deps.ts'
import type { Failure } from './search.ts'
import { STARTS_AT } from './starts-at.ts'

/** A test for vitest that plays exactly this history. `from`: the module that exports the `adapter`. */
export function regressionTest<A extends Action>(failure: Failure<A>, from = './guard-under-test.ts'): string {
  const { law, broken, played, startsAt } = failure
  return [
    "import { laws, replayGuard } from 'mettle/testing'",
    "import { test } from 'vitest'",
    `import { adapter${law.source.startsWith('laws.') ? '' : ', law'} } from ${literal(from)}`,
    '',
    `test(${literal(`${law.name}: ${broken}`)}, async () => {`,
    `  await replayGuard(adapter, ${law.source}, [`,
    ...played.steps.map((step) => `    ${literal(step)},`),
    startsAt === STARTS_AT ? '  ])' : `  ], { startsAt: ${startsAt} })`,
    '})',
    '',
  ]
    .filter((line) => law.source.startsWith('laws.') || !line.includes('laws,'))
    .join('\n')
}

/** TypeScript of plain data. Unlike JSON it has NaN and Infinity. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${visibleJson(JSON.stringify(value)).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : literal(name)}: ${literal(member)}`,
  )
  return `{ ${members.join(', ')} }`
}
