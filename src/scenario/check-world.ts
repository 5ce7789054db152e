import { suggest } from '../kernel/nearest.ts'
import { collectionsOf } from '../world/collection.ts'
import type { WorldParts } from '../world/start.ts'
import type { Complain, Parsed } from './parts.ts'

/** Answers for a variant that there is not would never be given. */
export function checkAnswers(
  approver: Parsed['world']['approver'],
  names: readonly string[],
  complain: Complain,
): void {
  for (const name of Object.keys(approver?.variants ?? {})) {
    if (names.includes(name)) continue
    complain(['world', 'approver', 'variants', name], `there is no variant "${name}".${suggest(name, names)}`)
  }
}

/** Data for a collection that no API and no tool brings would be lost without a word. */
export function checkData(world: WorldParts, complain: Complain): void {
  const known = [...collectionsOf(world)].map(({ name }) => name)
  for (const name of Object.keys(world.data)) {
    if (!known.includes(name)) complain(['world', 'data', name], `there is no such collection.${suggest(name, known)}`)
  }
}

/** Effects go by names: 'shop.orders' is a table of the database `shop`. */
export function checkDatabases(world: WorldParts, complain: Complain): void {
  const collections = [...collectionsOf(world)].map(({ name }) => name)
  for (const name of Object.keys(world.services ?? {})) {
    const path = ['world', 'services', name]
    if (Object.hasOwn(world.databases, name)) complain(path, `there is a database "${name}" already`)
    const taken = collections.find((collection) => collection.startsWith(`${name}.`))
    if (taken) complain(path, `the collection "${taken}" begins with that name`)
  }
  for (const name of Object.keys(world.databases)) {
    const path = ['world', 'databases', name]
    if (!/^[a-z][a-z0-9_-]*$/.test(name)) complain(path, 'a database has a name of a-z, 0-9, "_" and "-"')
    const taken = collections.find((collection) => collection.startsWith(`${name}.`))
    if (taken) complain(path, `the collection "${taken}" begins with that name`)
  }
}

/** A tool without its database would be missing in every trial. */
export function checkSqlTools({ sqlTools, databases }: WorldParts, complain: Complain): void {
  const known = Object.keys(databases)
  for (const [name, { database }] of Object.entries(sqlTools)) {
    const path = ['world', 'tools', name]
    if (!known.includes(database)) complain(path, `there is no database "${database}".${suggest(database, known)}`)
  }
}
