import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { ownCode } from '../../boundary/own-code.ts'
import { messageOf } from '../../kernel/errors.ts'
import { withAccepted } from '../../scenario/accepted.ts'
import { loadScenario } from '../../scenario/load.ts'
import { useLoaderOfParent } from '../../scenario/loader.ts'
import { withServed } from '../../scenario/served.ts'
import { probeScenario } from './probe-scenario.ts'
import { type ProbeOrder, type Probing, WIRE_FD } from './protocol.ts'

// Probes the guards of scenarios, one after the other, and ends with the first that fails.
const orders = JSON.parse(process.argv[2] ?? '[]') as ProbeOrder[]
const exit = process.exit.bind(process)
// At once: what comes behind it may never give way.
const tell = (message: Probing): void => void writeSync(WIRE_FD, `${JSON.stringify(message)}\n`)
let last = ''
// Whose code ran last: a word for each of a thousand calls would fill the wire.
const own = ownCode((code) => {
  if (!code || code.where === last) return
  last = code.where
  tell({ type: 'under-way', where: last })
})

dieWithParent()
await useLoaderOfParent()
try {
  for (const [index, { id, file, accepted, served }] of orders.entries()) {
    const scenario = withServed(withAccepted(await loadScenario(id, file), accepted), served)
    await probeScenario(scenario, { own, began: (guard) => tell({ type: 'began', index, guard }) })
  }
  tell({ type: 'passed' })
} catch (thrown) {
  tell({ type: 'failed', message: messageOf(thrown) })
}
exit(0)

function dieWithParent(): void {
  const pipe = new Socket({ fd: WIRE_FD, readable: true, writable: false })
  pipe.on('close', () => exit(1))
  pipe.resume()
  pipe.unref()
}
