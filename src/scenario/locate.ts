import { readFileSync } from 'node:fs'
import { shortPath } from '../kernel/short-path.ts'
import type { Place } from '../record/run.ts'
import type { Scenario } from './compiled.ts'

/** Where a scenario and its variants are written down, as far as its text shows it. */
export function locate({ id, file, variants }: Pick<Scenario, 'id' | 'file' | 'variants'>): Place {
  const lines = readFileSync(file, 'utf8').split('\n')
  const lineOf = (fits: (line: string) => boolean) => lines.findIndex(fits) + 1
  const found = [...variants.keys()].map((name) => [name, lineOf((line) => beginsMember(line, name))] as const)
  return {
    id,
    file: shortPath(file).replaceAll('\\', '/'),
    line: lineOf((line) => /\bdefineScenario\(|^export default/.test(line)) || 1,
    variants: Object.fromEntries(found.filter(([, line]) => line > 0)),
  }
}

/** `calm: [` or `'lost-reply': [` */
function beginsMember(line: string, name: string): boolean {
  const start = line.trimStart()
  return [`${name}:`, `'${name}':`, `"${name}":`].some((beginning) => start.startsWith(beginning))
}
