import { visible } from '../kernel/visible.ts'
import type { CoveredTarget, NeverDelivered, UndecidedGuard } from '../record/coverage.ts'
import { type Paint, painter } from '../reports/list/paint.ts'
import { plural } from '../reports/text/quantity.ts'
import type { MissingVariant } from './suggestions.ts'

export interface Found {
  /** A share; null where no fault concerns any call. */
  coverage: number | null
  scenarios: {
    scenario: string
    file: string | null
    targets: readonly CoveredTarget[]
    missing: readonly MissingVariant[]
  }[]
  undelivered: readonly (NeverDelivered & { why: string })[]
  undecided: readonly UndecidedGuard[]
}

/** What calls met, what they did not, and the variants that would change that. @param most Variants that are named for each scenario. */
export function suggestionsText(found: Found, most: number, color: boolean): string {
  const paint = painter(color)
  const lines = [
    totalLine(found),
    ...found.scenarios.flatMap((scenario) => scenarioLines(scenario, most, paint)),
    ...undeliveredLines(found.undelivered, paint),
    ...undecidedLines(found.undecided, paint),
  ]
  return `${lines.join('\n')}\n`
}

function totalLine({ coverage, scenarios }: Found): string {
  if (coverage === null) return 'No call that a guard let through is concerned by any fault: there is nothing to cover.'
  const targets = scenarios.flatMap((scenario) => scenario.targets)
  const met = targets.reduce((sum, target) => sum + target.met.length, 0)
  const of = targets.reduce((sum, target) => sum + target.met.length + target.open.length, 0)
  return `faults.coverage ${Number(coverage.toFixed(4))}: ${met} of ${plural(of, 'pair')} of a called target and a fault that concerns it`
}

function scenarioLines(
  { scenario, file, targets, missing }: Found['scenarios'][number],
  most: number,
  paint: Paint,
): string[] {
  const rows = targets.map(({ target, access, met, open }) => {
    const told = met.length > 0 ? `met ${met.join(', ')}` : 'met none'
    return `  ${visible(target)} ${paint('dim', access)}  ${visible(told)} ${paint('dim', `(${met.length} of ${met.length + open.length})`)}`
  })
  const head = ['', paint('bold', visible(scenario)), ...rows]
  if (missing.length === 0) return [...head, '  Every fault that concerns these calls was met.']
  const named = missing.slice(0, most)
  const more = missing.length - named.length
  const isYaml = file !== null && /\.ya?ml$/.test(file)
  return [
    ...head,
    `  Variants to add${file === null ? '' : ` to ${visible(file)}`}, what hurts most first:`,
    ...named.map((variant) => `    ${visible(isYaml ? inYaml(variant) : inCode(variant))}`),
    ...(more > 0 ? [paint('dim', `    ${more} more: --all names them`)] : []),
  ]
}

function inCode({ name, fault, on }: MissingVariant): string {
  return `${literal(name)}: [{ fault: ${literal(fault)}, on: ${literal(on)}, when: { nth: 1 } }],`
}

function inYaml({ name, fault, on }: MissingVariant): string {
  return `${name}: [{ fault: ${fault}, on: ${JSON.stringify(on)}, when: { nth: 1 } }]`
}

/** As TypeScript writes a text, in single quotes where it holds none. */
function literal(text: string): string {
  const quoted = JSON.stringify(text)
  return /['"\\]/.test(quoted.slice(1, -1)) ? quoted : `'${quoted.slice(1, -1)}'`
}

function undeliveredLines(undelivered: Found['undelivered'], paint: Paint): string[] {
  if (undelivered.length === 0) return []
  const rows = undelivered.map(({ scenario, variant, fault, on, why, trials }) =>
    visible(`  ${scenario}~${variant}  ${fault} on ${on}: ${why} (${plural(trials, 'trial')})`),
  )
  return ['', paint('bold', 'Planned, and delivered in no trial'), ...rows]
}

function undecidedLines(undecided: Found['undecided'], paint: Paint): string[] {
  if (undecided.length === 0) return []
  const rows = undecided.map(({ scenario, guard, required, trials }) =>
    visible(`  ${guard} in ${scenario}${required ? ', which requires it' : ''}: ${plural(trials, 'trial')}`),
  )
  return ['', paint('bold', 'Guards that decided no call'), ...rows]
}
