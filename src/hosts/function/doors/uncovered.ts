import { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import type { HttpServing } from '../../../channels/http/serving.ts'
import { loaderIsAtWork } from '../../../scenario/loader.ts'
import { binding } from './binding.ts'

type Functions = Record<string, (...args: unknown[]) => unknown>
type Tell = (args: unknown[]) => void

/** Notices what this process cannot hold: child processes, worker threads, look-ups of names. */
export function watchUncovered(serving: HttpServing): void {
  const spawned: Tell = ([options]) => {
    if (loaderIsAtWork()) return
    const { file } = options as { file?: string }
    serving.note({ type: 'uncovered', what: 'child-process', detail: String(file ?? '') })
  }
  // Where every way of starting a process meets, the asynchronous ones and the others.
  before(ChildProcess.prototype as unknown as Functions, /^spawn$/, spawned)
  before(binding('spawn_sync') as Functions, /^spawn$/, spawned)
  subscribe('worker_threads', () => {
    if (!loaderIsAtWork()) serving.note({ type: 'uncovered', what: 'worker-thread', detail: '' })
  })
  watchNames((detail) => serving.note({ type: 'uncovered', what: 'dns', detail }))
}

/** The system's resolver is reached by functions, a server of names by the handle of a `Resolver`. */
function watchNames(asked: (name: string) => void): void {
  for (const functions of [dns, dns.promises]) {
    before(functions as unknown as Functions, /^lookup/, ([name]) => asked(String(name)))
  }
  const { ChannelWrap } = binding('cares_wrap') as { ChannelWrap: { prototype: Functions } }
  before(ChannelWrap.prototype, /^(query|getHostByAddr)/, ([, name]) => asked(String(name)))
  syncBuiltinESMExports()
}

/** Tells of each call of some functions before it is made. */
function before(owner: Functions, which: RegExp, tell: Tell): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const real = owner[name]
    if (!which.test(name) || typeof real !== 'function') continue
    const told = function (this: unknown, ...args: unknown[]) {
      tell(args)
      return Reflect.apply(real, this, args)
    }
    // What Node keeps on a function (how to promisify it) stays with it.
    owner[name] = Object.defineProperties(told, Object.getOwnPropertyDescriptors(real))
  }
}
