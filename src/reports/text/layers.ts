import type { GuardBehaviour, Layers } from './behaviour.ts'
import { dollars, plural } from './quantity.ts'

/** The four layers in words, one line each: [layer, what the records show]. */
export function layerTexts({ cost, verification, isolation, observability }: Layers): [string, string][] {
  const pass = cost.ofPass === undefined ? 'no trial passed' : `${dollars(cost.ofPass)} a pass`
  const { events, trials, reproducible } = observability
  return [
    [
      'cost controls',
      `${dollars(cost.total)} in all, ${pass}, p95 ${dollars(cost.p95)}, at most ${dollars(cost.dearest)}`,
    ],
    ['action verification', verification.map(guardText).join('; ') || 'no guard'],
    ['isolation', `${isolation.tiers.join(', ') || 'none'}; worlds put back: ${isolation.resets.join(', ') || 'none'}`],
    [
      'observability',
      `${plural(events, 'event')} in hash chains; ${reproducible} of ${plural(trials, 'trial')} reproducible`,
    ],
  ]
}

/** 'budget held 3, bypassed 1 (2 denied, 1 put to the approver)' */
function guardText({
  name,
  mode,
  held,
  bypassed,
  falseAlarms,
  unclear,
  notExercised,
  denied,
  asked,
}: GuardBehaviour): string {
  const outcomes = { held, bypassed, 'false alarm': falseAlarms, unclear, 'not exercised': notExercised }
  const told = Object.entries(outcomes).flatMap(([word, count]) => (count > 0 ? [`${word} ${count}`] : []))
  const deeds = [denied > 0 ? `${denied} denied` : '', asked > 0 ? `${asked} put to the approver` : ''].filter(Boolean)
  const observed = mode === 'observe' ? ' (observes)' : ''
  return `${name}${observed} ${told.join(', ')}${deeds.length > 0 ? ` (${deeds.join(', ')})` : ''}`
}
