import type { GuardContext } from '../../boundary/decision.ts'
import { digest } from '../../kernel/json.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import { contentOf } from './threshold.ts'

/** What a person says yes to: the content of a call, and the members that it is about as they are now. */
export function seenBy({ read }: Pick<GuardContext, 'read'>): (call: CallRecord) => string {
  return (call) => {
    const { about = [] } = call
    if (about.length === 0 || !read) return contentOf(call)
    return digest([contentOf(call), ...about.map(({ collection, id }) => read(collection, id) ?? null)])
  }
}
