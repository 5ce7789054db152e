import { z } from 'zod'
import { type Leeway, leadsTo } from '../../kernel/match-json.ts'

const list = z.string().min(1)

/**
 * Lists whose order does not count: true for all, else by the names that lead to them: 'tags', 'body.items'. Each element of
 * one needs an equal of its own in the other. A list in a list goes by the name of the outer one.
 */
export const unorderedListsSchema = z.union([z.boolean(), list, z.array(list).min(1)]).default(false)

export type UnorderedLists = z.infer<typeof unorderedListsSchema>

/** How values are compared where the order of such lists does not count. */
export function leewayFor(lists: UnorderedLists): Leeway {
  if (lists === false) return {}
  if (lists === true) return { unordered: () => true }
  const paths = [lists].flat().map((path) => path.split('.').reverse())
  return { unordered: (above) => paths.some((names) => leadsTo(names, above)) }
}
