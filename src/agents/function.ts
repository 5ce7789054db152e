import { pathToFileURL } from 'node:url'
import type { Agent } from './define.ts'

/** Loads an agent that is a module's export: `run` by default. @throws {Error} the module does not load, or exports no such function. */
export async function loadAgent({ module, export: name }: { module: string; export: string }): Promise<Agent> {
  const loaded = (await import(pathToFileURL(module).href)) as Record<string, unknown>
  const run = loaded[name]
  if (typeof run !== 'function') {
    throw new Error(`the agent's module exports no function "${name}"`)
  }
  return { run: run as Agent['run'] }
}
