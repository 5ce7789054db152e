import { Server } from 'node:net'
import { createInterface } from 'node:readline'
import { messageOf } from '../../../kernel/errors.ts'
import { type Door, openDoor } from '../doors.ts'
import type { Asked, FromDoors } from './keep-doors.ts'

/**
 * Takes the listening sockets that come out of one container, over the channel that this process was started with, and leads what comes to
 * them to the ports of this machine. It is started for one container, with nothing but that, and ends when standard input does. What the
 * channel says is checked: an image may have meddled with what speaks there.
 */
const tell = (message: FromDoors) => void process.stdout.write(`${JSON.stringify(message)}\n`)
const doors: Door[] = []
const lines = createInterface({ input: process.stdin })
const asked: Promise<Asked> = new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line))))
lines.once('close', () => process.exit())

/** Those that no door was opened for. */
const closed = new Set<number>()
for (const port of (await asked).ports) closed.add(port)

process.on('message', (message: unknown, listening: unknown) => {
  take((message ?? {}) as Record<string, unknown>, listening).catch((thrown) => tell({ failed: messageOf(thrown) }))
})
process.on('disconnect', () => tell({ failed: 'it broke off before the program began' }))

async function take({ port, ready, begins, missing, failed }: Record<string, unknown>, listening: unknown) {
  const { argv, env } = await asked
  if (typeof missing === 'string') return tell({ missing })
  if (typeof failed === 'string') return tell({ failed: `it has no port: ${failed}` })
  if (typeof port === 'number' && listening instanceof Server && closed.delete(port))
    doors.push(openDoor(listening, { host: '127.0.0.1', port }))
  if (ready === true && closed.size === 0) process.send?.({ argv, env })
  if (begins === true) tell({ begun: true })
}
