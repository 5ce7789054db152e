import { importModule } from '../kernel/import-module.ts'
import type { Agent, Shipped } from './define.ts'

interface Source {
  module: string
  export: string
  /** Of agents that ship with mettle. */
  shipped?: Shipped
}

/** What is loaded, by file: to ask for a module again costs as much as a call. */
const modules = new Map<string, Record<string, unknown>>()

/** Loads an agent that is a module's export: `run` by default. @throws {Error} the module does not load, or exports no such function. */
export async function loadAgent({ module, export: name, shipped }: Source): Promise<Agent> {
  const loaded = modules.get(module) ?? (await importModule(module))
  modules.set(module, loaded)
  const run = loaded[name]
  if (typeof run !== 'function') {
    throw new Error(`the agent's module exports no function "${name}"`)
  }
  return { run: shipped ? (task, session) => run(task, session, shipped) : (run as Agent['run']) }
}
