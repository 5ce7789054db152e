import { z } from 'zod'
import { canonical } from '../kernel/json.ts'
import type { CallStory } from '../trace/evidence.ts'
import { defineFault } from './define.ts'

export const staleData = defineFault({
  name: 'stale-data',
  summary: 'A read is answered with what was true before the latest write.',
  channels: ['http', 'tool'],
  access: 'read',
  remembers: true,
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: false,
  terminal: false,
  inject: (_params, past) => {
    return async (call, next) => {
      const before = past.before(call)
      const now = await next()
      return before && now.kind === 'ok' ? before : now
    }
  },
  symptom: (story, _params, all = []) => {
    const { executed, delivered } = story
    if (executed?.outcome !== 'ok' || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
    const told = canonical(delivered.output)
    return all.some((other) => isEarlier(other, story) && canonical(other.executed?.output) === told)
      ? 'the client was told what was true before'
      : undefined
  },
})

function isEarlier({ call, proposed }: CallStory, story: CallStory): boolean {
  return call.key === story.call.key && proposed.seq < story.proposed.seq
}
