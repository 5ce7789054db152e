import { subscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import type { HttpServing } from './serving.ts'

/** Notices what this process cannot hold: child processes and worker threads by Node's own diagnostics, look-ups by their functions. */
export function watchUncovered(serving: HttpServing): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { process?: { spawnfile?: string } }
    serving.note({ type: 'uncovered', what: 'child-process', detail: String(child?.spawnfile ?? '') })
  })
  subscribe('worker_threads', () => serving.note({ type: 'uncovered', what: 'worker-thread', detail: '' }))
  for (const functions of [dns, dns.promises] as unknown as Record<string, unknown>[]) watchLookups(functions, serving)
  syncBuiltinESMExports()
}

function watchLookups(functions: Record<string, unknown>, serving: HttpServing): void {
  for (const name of Object.keys(functions)) {
    const real = functions[name]
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof real !== 'function') continue
    functions[name] = (...args: unknown[]) => {
      serving.note({ type: 'uncovered', what: 'dns', detail: String(args[0]) })
      return Reflect.apply(real, functions, args)
    }
  }
}
