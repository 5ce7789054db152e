import { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import type { HttpServing } from '../../../channels/http/serving.ts'
import { OWNER_VARIABLE } from '../../../kernel/left-processes.ts'
import { ownProgramIsAtWork } from '../../../kernel/own-program.ts'
import { ownerTag } from '../../../kernel/owner.ts'
import { loaderIsAtWork } from '../../../scenario/loader.ts'
import { before, type Functions, type Tell } from './before.ts'
import { binding } from './binding.ts'

/** Notices what this process cannot hold: child processes, worker threads, native code, look-ups of names. */
export function watchUncovered(serving: HttpServing): void {
  const spawned: Tell = ([options]) => {
    const { file, envPairs } = options as { file?: string; envPairs?: string[] }
    // Whatever becomes of this process, it is known whose that one was.
    if (Array.isArray(envPairs)) envPairs.push(`${OWNER_VARIABLE}=${ownerTag()}`)
    if (loaderIsAtWork() || ownProgramIsAtWork()) return
    serving.note({ type: 'uncovered', what: 'child-process', detail: String(file ?? '') })
  }
  // Where every way of starting a process meets, the asynchronous ones and the others.
  before(ChildProcess.prototype as unknown as Functions, /^spawn$/, spawned)
  before(binding('spawn_sync') as Functions, /^spawn$/, spawned)
  // The process goes on as another program.
  before(process as unknown as Functions, /^execve$/, ([file], name) => spawned([{ file }], name))
  subscribe('worker_threads', () => {
    if (!loaderIsAtWork()) serving.note({ type: 'uncovered', what: 'worker-thread', detail: '' })
  })
  watchNative((detail) => {
    if (!loaderIsAtWork()) serving.note({ type: 'uncovered', what: 'native-code', detail })
  })
  watchNames((detail) => serving.note({ type: 'uncovered', what: 'dns', detail }))
}

/** Code that is not JavaScript's and not Node's own: addons, and what a database in this process loads. */
function watchNative(loaded: (file: string) => void): void {
  before(process as unknown as Functions, /^dlopen$/, ([, file]) => loaded(String(file)))
  const { DatabaseSync } = quietly(() => process.getBuiltinModule('node:sqlite')) ?? {}
  if (DatabaseSync) {
    before(DatabaseSync.prototype as unknown as Functions, /^loadExtension$/, ([file]) => loaded(String(file)))
  }
}

/** Node warns of modules that it calls experimental, when they are loaded: nobody has asked for this one yet. */
function quietly<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
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
