import { formatMoney } from '../kernel/money.ts'
import { visible } from '../kernel/visible.ts'
import type { ApprovalRequest } from './approver.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/**
 * What a person reads before they say yes: the whole action, one fact a line. Nothing is cut, because what is dangerous
 * may stand at the end; nothing moves the cursor or turns the reading order around, because the agent wrote most of it.
 */
export function promptOf(request: Omit<ApprovalRequest, 'prompt'>): string {
  const { principal, target, input, items, cost, stated, reason, delayMs, effects = [] } = request
  return [
    `who: ${visible(principal)}`,
    `what: ${visible(target)}`,
    `with: ${visible(JSON.stringify(input))}`,
    `touches: ${items}${cost ? `, for ${formatMoney(cost)}` : ''}`,
    ...effects.map((effect) => `does: ${rowText(effect)}`),
    ...(stated === undefined ? [] : [`it says: ${visible(stated)}`]),
    `asked because: ${visible(reason)}`,
    ...(delayMs ? [`it runs ${delayMs} ms after a yes, which can be taken back until then`] : []),
  ].join('\n')
}

function rowText({ op, collection, id, before = null, after = null, rows = 1 }: TentativeEffect): string {
  const which = rows === 1 ? id : `${rows} rows`
  return visible(`${op} ${collection} ${which} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
}
