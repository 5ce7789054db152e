import { effectTarget } from './effect-target.ts'
import type { CallRecord } from './events/call.ts'
import type { EffectEvent } from './events/effect.ts'

/**
 * What a call reaches, one spelling for each: 'http GET https://pay.test/v1/charges/{id}', 'sql shop UPDATE orders',
 * 'tool send_email #1f3a', and what it stands for beside that.
 */
export function endpointsOf(call: CallRecord): string[] {
  const { channel, covers = [] } = call
  const others = covers.map((name) => `${channel === 'sql' ? 'sql' : 'within'} ${name}`)
  return [...new Set([ownEndpoint(call), ...others])]
}

/** The relation that a statement really touched: through a cascade, a trigger or a function as well. */
export function touchedEndpoint(effect: Pick<EffectEvent, 'collection' | 'op'>): string {
  return `sql ${effectTarget(effect)}`
}

function ownEndpoint({ channel, target, origin, schema }: CallRecord): string {
  if (channel === 'tool') return schema === undefined ? target : `${target} #${schema}`
  if (channel !== 'http' || origin === undefined) return channel === 'model' ? target : `${channel} ${target}`
  const [, method = '', path = ''] = /^\S+ (\S+) (.*)$/s.exec(target) ?? []
  return `http ${method} ${origin.replace(/\.(?=(:\d+)?$)/, '')}${generalized(path)}`
}

/** Segments that name one of many. A path that no template describes is the agent's own, number by number. */
const ONE_OF_MANY = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,})$/i

function generalized(path: string): string {
  return path
    .split('/')
    .map((segment) => (ONE_OF_MANY.test(segment) ? '{id}' : segment))
    .join('/')
}
