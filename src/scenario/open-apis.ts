import { resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { OpenApiSource } from '../world/apis/openapi/source.ts'

type Members = Record<string, unknown>
type Complain = (path: PropertyKey[], message: string) => void

/** What the specifications of a world's APIs say: part of what the scenario says. */
export interface OpenedWorld {
  value: unknown
  digests: readonly string[]
}

/**
 * Puts in the handlers of APIs that are given by a specification. What reads specifications is loaded where there is one.
 * @param folder From which paths are meant that no module has resolved.
 */
export async function openApis(value: unknown, folder: string, complain: Complain): Promise<OpenedWorld> {
  const apis = isMembers(value) && isMembers(value.world) ? value.world.apis : undefined
  if (!isMembers(apis) || !Object.values(apis).some(sourceOf)) return { value, digests: [] }
  const { openApi } = await import('../world/apis/openapi/open.ts')
  const made: Members = {}
  const digests: string[] = []
  for (const [name, api] of Object.entries(apis)) {
    made[name] = api
    const source = sourceOf(api)
    if (!source) continue
    try {
      const opened = openApi(absolute(source, folder), name)
      digests.push(opened.digest)
      made[name] = { collections: opened.collections, handlers: opened.handlers, calls: opened.calls }
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown
      complain(['world', 'apis', name], messageOf(thrown))
    }
  }
  const { world } = value as { world: Members }
  return { value: { ...(value as Members), world: { ...world, apis: made } }, digests }
}

function sourceOf(api: unknown): OpenApiSource | undefined {
  const source = isMembers(api) ? api.openapi : undefined
  return isMembers(source) && typeof source.file === 'string' ? (source as unknown as OpenApiSource) : undefined
}

/** One and the same source where nothing is to be done: what was made of it is found by it. */
function absolute(source: OpenApiSource, folder: string): OpenApiSource {
  const file = resolve(folder, source.file)
  return file === source.file ? source : { ...source, file }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
