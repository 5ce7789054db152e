import { PrerequisiteError } from '../../../kernel/errors.ts'
import type { OwnProvider, ProviderName, WorldModel } from '../define.ts'
import { PROVIDERS } from '../wires/providers.ts'

/**
 * Takes the keys of live models, by name of their variables, out of the environment of this process: others get theirs from it.
 * @throws {PrerequisiteError} one is not set.
 */
export function takeKeys(live: readonly [string, WorldModel][]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const [model, { provider }] of live) {
    const names = keyNames(provider)
    const found = names.find((name) => process.env[name] !== undefined && process.env[name] !== '')
    if (found) keys.set(found, process.env[found] ?? '')
    else if (names.length > 0)
      throw new PrerequisiteError(
        `${names.join(' or ')} is not set: model "${model}" is live. Set it, or run with --models recorded.`,
      )
  }
  for (const name of keys.keys()) delete process.env[name]
  return keys
}

/** Where a key may be. Whoever has an address of their own is given no key that they did not name. */
function keyNames(provider: ProviderName | OwnProvider | undefined): readonly string[] {
  if (provider === undefined) return []
  if (typeof provider === 'string') return PROVIDERS[provider].keys
  return provider.key === undefined ? [] : [provider.key]
}
