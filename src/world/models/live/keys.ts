import { PrerequisiteError } from '../../../kernel/errors.ts'
import type { ModelMode, OwnProvider, ProviderName, WorldModel } from '../define.ts'
import { PROVIDERS } from '../wires/providers.ts'

/** Keys that this process has taken out of its environment, by name: a later run of the same process needs them again. */
const taken = new Map<string, string>()

/**
 * Takes the keys of real models, by name of their variables, out of the environment of this process: others get theirs from it.
 * Those of models that are not live as well: no agent needs one.
 * @throws {PrerequisiteError} one of a live model is not set.
 */
export function takeKeys(models: readonly (readonly [string, WorldModel, ModelMode])[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  for (const [model, { provider }, mode] of models) {
    const names = keyNames(provider)
    for (const name of names) {
      const key = take(name)
      if (key !== undefined) keys.set(name, key)
    }
    if (mode === 'live' && names.length > 0 && !names.some((name) => keys.has(name)))
      throw new PrerequisiteError(
        `${names.join(' or ')} is not set: model "${model}" is live. Set it, or run with --models recorded.`,
      )
  }
  return keys
}

/** As it is sent: no header holds the white space around it, such as the end of a line in a file that it was read from. */
function take(name: string): string | undefined {
  const key = process.env[name]?.trim()
  delete process.env[name]
  if (key !== undefined) taken.set(name, key)
  return taken.get(name) || undefined
}

const ANY = Object.values(PROVIDERS).flatMap(({ keys }) => keys)

/** Where a key may be. Whoever has an address of their own is given no key that they did not name. */
function keyNames(provider: ProviderName | OwnProvider | undefined): readonly string[] {
  if (provider === undefined) return []
  if (typeof provider === 'string') return PROVIDERS[provider].keys
  if (provider.key !== undefined) return [provider.key]
  // Whose API it is is said by the agent.
  return provider.url === undefined ? ANY : []
}
