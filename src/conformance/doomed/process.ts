import { systemClock } from '../../kernel/clock.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { DoomedOrder, LastWords } from '../protocol.ts'
import type { ConformanceTarget, Means, Session } from '../target.ts'
import { targetOf } from '../target-of.ts'
import { toolsOf } from '../tool.ts'

// One run of a target, in a process that is killed at a moment: it says that the moment has come, and then does nothing more.
const order = JSON.parse(process.argv[2] ?? '{}') as DoomedOrder
const clock = systemClock()
const exit = process.exit.bind(process)
const say = (words: LastWords) => void process.send?.(words)
const death = new Promise<never>(() => {})
/** What a framework saves without having heard of the effect may be under way. */
const SETTLE_MS = 60

process.on('disconnect', () => exit(1))
process.on('unhandledRejection', () => {})
process.on('uncaughtException', () => {})
// It ends by the signal alone.
setInterval(() => {}, 60_000)
try {
  say(await run(await targetOf(order)))
} catch (thrown) {
  say({ failed: messageOf(thrown) })
}

async function run(target: ConformanceTarget): Promise<LastWords> {
  let toTheWorld = (): Promise<unknown> => clock.sleep(20)
  const { url, postgres } = order
  const tools = toolsOf(order.effects, () => toTheWorld())
  const session = await target.open({ url, tools, ...(postgres && { postgres }) })
  const [asked] = (await session.start()).pending
  if (!asked) return { notApplicable: 'it did not ask' }
  const { id } = asked
  const kept = await keptOf(session, target)
  if (!kept) return { notApplicable: 'nothing is kept while it is paused' }
  if (order.when === 'waiting') return { id, kept }
  const ran = new Promise<LastWords>((resolve) => {
    toTheWorld = async () => {
      await clock.sleep(SETTLE_MS)
      // What the application keeps is what it had at the pause. A store is as it is by now.
      resolve({ id, kept: target.holds === 'app' ? kept : ((await keptOf(session, target)) ?? kept) })
      return death
    }
  })
  const answered = async (): Promise<LastWords> => {
    await session.answer?.([{ id, word: target.words.ask?.yes, ...(target.people && { by: target.people.approver }) }])
    return { failed: 'a yes did not run what it approved' }
  }
  return Promise.race([ran, answered()])
}

async function keptOf(
  session: Session,
  { storeIsAddress }: ConformanceTarget,
): Promise<Pick<Means, 'saved' | 'store'> | undefined> {
  if (storeIsAddress) return { store: session.store }
  return session.save && { saved: await session.save() }
}
