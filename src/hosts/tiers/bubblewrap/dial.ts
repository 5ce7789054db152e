import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import type { Dial } from '../../programs/start.ts'

/** What the gate of a sandbox tells of a connection that it was asked for. */
interface Dialled {
  /** Which. */
  dial?: number
  refused?: { code?: string; message: string }
}

/** Connects to what listens in a sandbox, by the gate that stands beside it. */
export function dialThrough(gate: ChildProcess): Dial {
  const waiting = new Map<number, PromiseWithResolvers<Socket>>()
  let asked = 0
  let gone: Error | undefined
  gate.on('message', ({ dial = -1, refused }: Dialled, socket?: unknown) => {
    const one = waiting.get(dial)
    waiting.delete(dial)
    if (socket !== undefined && one) one.resolve((socket as Socket).on('error', () => {}))
    else if (refused) one?.reject(Object.assign(new Error(refused.message), refused.code && { code: refused.code }))
  })
  gate.once('exit', () => {
    gone = new Error('its sandbox has ended')
    for (const { reject } of waiting.values()) reject(gone)
  })
  return (to) => {
    const one = Promise.withResolvers<Socket>()
    if (gone || !gate.connected) return Promise.reject(gone ?? new Error('its sandbox has ended'))
    waiting.set(++asked, one)
    gate.send({ dial: asked, to }, (error) => error && one.reject(error))
    return one.promise
  }
}
