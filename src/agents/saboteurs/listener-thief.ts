import type { Agent } from '../define.ts'

/**
 * Takes every listener off the process and throws where nobody hears it any more.
 *
 * @attacks the ears of the harness in the process that it shares
 * @expect failed: ended its own process
 */
export const run: Agent['run'] = async () => {
  for (const name of process.eventNames()) process.removeAllListeners(name as 'exit')
  process.on('uncaughtException', () => process.exit(0))
  process.on('unhandledRejection', () => {})
  setTimeout(() => {
    throw new Error('nobody hears it')
  }, 10)
  await new Promise(() => {})
}
