import type { Told } from './told.ts'

/** What a search found, for programs. Plans are entries as scenarios have them. */
export function searchJson({ found, searched, seconds, folder, flags, written }: Told): string {
  const { loaded, agent, seed } = searched
  const told = {
    schemaVersion: 1,
    ...{ scenario: loaded.id, agent: agent.name, model: agent.model, seed },
    ...{ budget: flags.budget, maxFaults: flags.maxFaults },
    ...{ folder, seconds: Math.round(seconds * 10) / 10 },
    ...found,
    ...(written.length > 0 && { written }),
  }
  return `${JSON.stringify(told, null, 2)}\n`
}
