import { visible } from '../kernel/visible.ts'
import type { Label } from '../record/label.ts'
import { painter } from '../reports/list/paint.ts'
import { percent, plural } from '../reports/text/quantity.ts'
import { cohenKappa } from '../stats/cohen-kappa.ts'
import { wilson } from '../stats/wilson.ts'

/** How many differences are named. */
const NAMED = 20

/**
 * How far what people say agrees with the verdicts, and with each other. Who labels one trial again has changed their mind: the last word
 * counts. What is unclear to a person, and a verdict that is neither passed nor failed, agrees with nothing.
 */
export function agreementText(labels: readonly Label[], color: boolean): string {
  if (labels.length === 0) return 'There are no labels. Write one: mettle label TRIAL passed\n'
  const paint = painter(color)
  const last = [...new Map(labels.map((one) => [JSON.stringify([one.by, one.run, one.trial]), one])).values()]
  const pairs = last.map(({ label, verdict }) => [label, verdict] as const)
  const differing = last.filter(({ label, verdict }) => label !== verdict)
  const named = differing.slice(0, NAMED).map(({ trial, label, verdict, by, why }) => {
    const words = why === '' ? '' : `: ${visible(why)}`
    return `  ${paint('red', '✗')} ${visible(trial)}  ${verdict}, ${visible(by)} says ${label}${words}\n`
  })
  const more = differing.length > NAMED ? `  and ${differing.length - NAMED} more\n` : ''
  return `${agreementLine('People and verdicts', pairs)}${amongPeople(last)}${named.join('')}${more}`
}

/** Of each two people who labelled the same trial. */
function amongPeople(labels: readonly Label[]): string {
  const trials = Map.groupBy(labels, ({ run, trial }) => JSON.stringify([run, trial]))
  const pairs = [...trials.values()].flatMap((of) =>
    of.flatMap((one, at) => of.slice(at + 1).map((other) => [one.label, other.label] as const)),
  )
  return pairs.length === 0 ? '' : agreementLine('People among themselves', pairs)
}

function agreementLine(who: string, pairs: readonly (readonly [string, string])[]): string {
  const same = pairs.filter(([one, other]) => one === other).length
  const { low, high } = wilson(same, pairs.length)
  const kappa = cohenKappa(pairs)
  const beyond = kappa === undefined ? 'kappa says nothing: all say the same' : `kappa ${kappa.toFixed(2)}`
  return `${who}: ${same} of ${plural(pairs.length, 'label')} agree, ${percent(same / pairs.length)} (95 %: ${percent(low)} to ${percent(high)}), ${beyond}\n`
}
