import type { AlertSink } from '../alerts/define.ts'
import { type Delivery, type OpenSink, openDelivery } from '../alerts/deliver.ts'
import { alerts as sinks } from '../alerts/index.ts'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import type { Config } from '../scenario/config.ts'
import { explainIssues } from '../scenario/explain.ts'
import { findPart } from './own-parts.ts'
import type { Terminal } from './terminal.ts'

const catalogue = sinks as Readonly<Record<string, AlertSink<unknown>>>

/** Opens what the config names for alerts. @throws {UsageError} a sink that is not known, or what stands beside it does not fit. */
export async function openAlerts({ alerts, root, file }: Config, terminal: Pick<Terminal, 'print'>): Promise<Delivery> {
  const context = { root, print: (text: string) => terminal.print(text) }
  const opening = alerts.map(async (use, index): Promise<OpenSink> => {
    const { to, ...params } = typeof use === 'object' && 'to' in use ? use : { to: use }
    const place = `Failed to load ${shortPath(file)}:\n  alerts[${index}]: `
    const sink = await findPart(to, catalogue, { kind: 'sink', place, root, method: 'open' })
    const parsed = sink.params.safeParse(params)
    if (!parsed.success) {
      const lines = explainIssues(parsed.error.issues, params, () => [])
      throw new UsageError(`Failed to load ${shortPath(file)}:\n  alerts[${index}] (${sink.name}):\n${lines}`)
    }
    return { name: sink.name, send: sink.open(parsed.data, context) }
  })
  return openDelivery(await Promise.all(opening))
}
