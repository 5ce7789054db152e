import { harmlessJson } from '../../kernel/json.ts'

/** Writes a list as JSON, an item a line, so that grep finds whole items. One item is in memory at a time. */
export function writeList(items: Iterable<unknown>, sink: (part: string) => void): void {
  let begun = false
  for (const item of items) {
    sink(`${begun ? ',' : '['}\n    ${harmlessJson(item)}`)
    begun = true
  }
  sink(begun ? '\n  ]' : '[]')
}
