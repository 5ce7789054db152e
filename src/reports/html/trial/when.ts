import type { When } from '../../../record/plan.ts'
import { duration } from '../../text/quantity.ts'

/** When an entry of a fault plan acts, in words. */
export function whenText(when: When): string {
  if (when === 'always') return 'every call'
  if ('nth' in when) return `call ${when.nth}`
  if ('from' in when) return when.to === undefined ? `from call ${when.from}` : `calls ${when.from} to ${when.to}`
  if ('attempt' in when) return `attempt ${when.attempt}`
  if ('every' in when) return `every ${when.every}th call`
  if ('during' in when) return whileText(when.during)
  return `with probability ${when.probability}`
}

function whileText({ fromMs, toMs }: Extract<When, { during: unknown }>['during']): string {
  return toMs === undefined ? `from ${duration(fromMs)} on` : `from ${duration(fromMs)} to ${duration(toMs)}`
}
