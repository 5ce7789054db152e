import { pathToFileURL } from 'node:url'

/** Imports a module by its absolute path. What was compiled to CommonJS has its exports where its source has them. */
export async function importModule(file: string): Promise<Record<string, unknown>> {
  const namespace = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const inner = namespace.default
  const compiled = typeof inner === 'object' && inner !== null && '__esModule' in inner
  return compiled ? (inner as Record<string, unknown>) : namespace
}
