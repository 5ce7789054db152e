import { visible } from '../../kernel/visible.ts'
import type { When } from '../../record/plan.ts'
import { type Paint, painter } from '../../reports/list/paint.ts'
import { percent, plural } from '../../reports/text/quantity.ts'
import type { Failing, Find, Found, Shown, Unstable } from '../../search/found.ts'
import type { Entry, Plan } from '../../search/plan.ts'
import type { Cause } from '../../search/told.ts'
import type { Told } from './told.ts'

/** So many other plans of one find are shown; the JSON has all. */
const ALSO = 4
/** So many plans of those that are no finds are shown. */
const APART = 6

/** For a terminal: each way to fail with its smallest plan and the command that shows it, and what was tried. */
export function searchText(told: Told, color: boolean): string {
  const paint = painter(color)
  const { found } = told
  const parts = [
    calmText(found, paint),
    ...found.finds.map((find) => findText(find, paint)),
    found.unstable.length > 0 ? unstableText(found.unstable, paint) : '',
    found.open.length > 0 ? openText(found.open, paint) : '',
    found.unsurvivable.length > 0 ? unsurvivableText(found.unsurvivable, paint) : '',
    summaryText(told, paint),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Only where there is something to say of it. */
function calmText({ calm, ended }: Found, paint: Paint): string {
  const { verdict, reason, replay, calls } = calm
  if (verdict === 'passed') return calls === 0 ? 'It makes no call: there is nothing that a fault could strike.\n' : ''
  const head = `${paint(verdict === 'inconclusive' ? 'yellow' : 'red', verdict)}  without any fault: what fails so is no find`
  const end = ended === 'calm' ? ['  Nothing was searched from there.'] : []
  return `${[head, `  why      ${visible(reason)}`, `  replay   ${visible(replay)}`, ...end].join('\n')}\n`
}

function findText(find: Find, paint: Paint): string {
  const { plan, reason, replay, trial, saint, also, minimal, rate } = find
  const [first = '', ...others] = planLines(plan)
  const claim = minimal === 'yes' ? '1-minimal' : 'not known to be minimal'
  const lines = [
    `${paint('red', '✗')} ${causeText(find.cause)}`,
    `  plan     ${first}`,
    ...others.map((line) => `           ${line}`),
    `  smaller  ${claim}${rate ? `, shown by ${rate.shown} of ${rate.of} trials` : ''}`,
    `  why      ${visible(reason)}`,
    ...(SAINTS[saint] ? [`  saint    ${SAINTS[saint]}`] : []),
    ...alsoLines(also),
    `  trial    ${trial}`,
    `  replay   ${visible(replay)}`,
  ]
  return `${lines.join('\n')}\n`
}

const SAINTS: Record<Find['saint'], string> = {
  survives: 'passes under the same plan',
  'not-met': 'passes, and not every fault of the plan reached it',
  unknown: '',
}

function alsoLines(also: readonly Shown[]): string[] {
  const shown = also.slice(0, ALSO).map(({ plan }) => planLines(plan).join(' + '))
  const more = also.length > ALSO ? [`and ${also.length - ALSO} more`] : []
  return [...shown, ...more].map((line, place) => `  ${place === 0 ? 'also' : '    '}     ${line}`)
}

/** 'effects: did too much, payments.refunds' */
export function causeText({ scorer, target, kind }: Cause): string {
  return visible([`${scorer}: ${kind}`, target].filter((part) => part !== '').join(' · '))
}

/** A line for each entry: 'lost-reply on payments POST /v1/refunds, call 1'. */
export function planLines(plan: Plan): string[] {
  return plan.map((entry) => visible(entryText(entry)))
}

function entryText({ fault, params, on, when }: Entry): string {
  const given = params ? ` ${JSON.stringify(params)}` : ''
  return `${fault}${given} on ${on}, ${whenText(when)}`
}

function whenText(when: When): string {
  if (typeof when === 'object' && 'nth' in when) return `call ${when.nth}`
  if (typeof when === 'object' && 'from' in when) return `from call ${when.from} on`
  return JSON.stringify(when)
}

function unstableText(unstable: readonly Unstable[], paint: Paint): string {
  const lines = unstable.map(({ cause, plan, rate }) => {
    return `  ${causeText(cause)}: ${planLines(plan).join(' + ')} (${rate.shown} of ${rate.of} trials)`
  })
  return `${paint('yellow', 'unstable')}  now and then: too seldom to be sure of\n${lines.join('\n')}\n`
}

function openText(open: readonly Failing[], paint: Paint): string {
  return listText(`${paint('red', 'failed')}  and not looked into: the search ended before that`, open)
}

function unsurvivableText(all: readonly Failing[], paint: Paint): string {
  return listText(`${paint('gray', 'unsurvivable')}  the saint fails under these plans as well: no finds`, all)
}

function listText(head: string, all: readonly Failing[]): string {
  const lines = all.slice(0, APART).map(({ cause, plan }) => `  ${planLines(plan).join(' + ')}: ${causeText(cause)}`)
  const more = all.length > APART ? [`  and ${all.length - APART} more`] : []
  return `${[head, ...lines, ...more].join('\n')}\n`
}

function summaryText({ found, seconds, folder, interrupted }: Told, paint: Paint): string {
  const { finds, counts, coverage, unsurvivable, unstable, ended } = found
  const { cells, tried, arrived, pairs, drawn } = coverage
  const tone = finds.length > 0 ? 'red' : 'green'
  const lines = [
    `${paint(tone, plural(finds.length, 'find'))}, ${unsurvivable.length} unsurvivable, ${unstable.length} unstable; ${interrupted ? 'it was interrupted: --resume goes on with it' : ENDS[ended]}`,
    `${plural(counts.trials, 'trial')} in ${seconds.toFixed(1)} s, ${Math.round(counts.trials / seconds)} a second, ${counts.saint} of them with the saint; ${counts.trials - counts.quick} written down`,
    `tried: ${tried} of ${cells} calls x faults${cells > 0 ? ` (${percent(tried / cells)})` : ''}, ${arrived} arrived; ${pairs} pairs, ${drawn} drawn`,
    ...silentLines(found),
    `trials: ${folder} (npx mettle trace <trial> --run ${folder})`,
  ]
  return `${lines.join('\n')}\n`
}

const ENDS: Record<Found['ended'], string> = {
  done: 'nothing is left to try',
  spent: 'the budget is spent',
  calm: 'it did not begin',
  broken: 'it could not go on',
}

/** What is no find, and must not be passed over. */
function silentLines({ counts, firstError, withoutFault, noise, byChance, saint, coverage }: Found): string[] {
  const parts = [
    counts.error > 0 && `${counts.error} error`,
    counts.inconclusive > 0 && `${counts.inconclusive} inconclusive`,
    counts.undelivered > 0 && `${counts.undelivered} with a fault that never arrived`,
    withoutFault > 0 && `${withoutFault} failed though no fault had arrived`,
    noise > 0 && `${noise} failed no more often than without a fault`,
  ].filter((part) => part !== false)
  return [
    ...(parts.length > 0 ? [`no finds, and not passed: ${parts.join(', ')}`] : []),
    ...(firstError !== undefined ? [`first error: ${visible(firstError)}`] : []),
    ...(byChance ? ['the same plan comes to this and to that: each was repeated until the evidence decided'] : []),
    ...(saint === 'none' && coverage.tried > 0
      ? ['no saint: what nobody could survive is not told apart (saint: in the scenario)']
      : []),
    ...(saint === 'fails-calm' ? ['the saint does not pass without a fault: it tells nothing'] : []),
  ]
}
