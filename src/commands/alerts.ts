import type { AlertSink } from '../alerts/define.ts'
import { type Delivery, type OpenSink, openDelivery } from '../alerts/deliver.ts'
import { alerts as sinks } from '../alerts/index.ts'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import type { Config } from '../scenario/config.ts'
import { explainIssues } from '../scenario/explain.ts'
import { shorten } from '../scenario/load.ts'
import type { Terminal } from './terminal.ts'

/** Opens what the config names for alerts. @throws {UsageError} a sink that is not known, or what stands beside it does not fit. */
export function openAlerts({ alerts, root, file }: Config, terminal: Pick<Terminal, 'print'>): Delivery {
  const context = { root, print: (text: string) => terminal.print(text) }
  const open = alerts.map((use, index): OpenSink => {
    const { to, ...params } = typeof use === 'string' ? { to: use } : use
    if (!Object.hasOwn(sinks, to)) {
      const advice = suggest(to, Object.keys(sinks))
      throw new UsageError(`Failed to load ${shorten(file)}:\n  alerts[${index}]: there is no sink "${to}".${advice}`)
    }
    const sink = sinks[to as keyof typeof sinks] as AlertSink<unknown>
    const parsed = sink.params.safeParse(params)
    if (!parsed.success) {
      const lines = explainIssues(parsed.error.issues, params, () => [])
      throw new UsageError(`Failed to load ${shorten(file)}:\n  alerts[${index}] (${to}):\n${lines}`)
    }
    return { name: to, send: sink.open(parsed.data, context) }
  })
  return openDelivery(open)
}
