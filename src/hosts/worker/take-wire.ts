import { Socket } from 'node:net'
import { openAsking } from './asking.ts'
import { openLooking } from './looking.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { openWire, WIRE_FD } from './wire.ts'

/** The way to the parent, for the worker alone. A worker that lost its parent has nobody to work for. */
export function takeWire(receive: (message: Exclude<ToWorker, { type: 'answer' | 'looked' }>) => void) {
  const exit = process.exit.bind(process)
  const pipe = new Socket({ fd: WIRE_FD })
  pipe.on('close', () => exit())
  const send: (message: FromWorker) => void = openWire(pipe, (message: ToWorker) => {
    if (message.type === 'answer') asking.hear(message)
    else if (message.type === 'looked') looking.hear(message)
    else receive(message)
  })
  // Awake for orders, and for answers that are under way.
  const needs = { order: true, answers: 0, looks: 0 }
  const settle = () => void (needs.order || needs.answers + needs.looks > 0 ? pipe.ref() : pipe.unref())
  const asking = openAsking(send, (answers) => {
    needs.answers = answers
    settle()
  })
  const looking = openLooking(send, (looks) => {
    needs.looks = looks
    settle()
  })
  const keepAwake = (awake: boolean) => {
    needs.order = awake
    settle()
  }
  return { send, keepAwake, asking, looking }
}
