/** Members that say what a word is for, and no word. */
const LABELS = ['hookEventName', 'message', 'reason']

/** Words that are none, made of a mechanism's own no: each mechanism gets the same ones. */
export const SPOILED: Readonly<Record<string, (no: unknown) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  empty: () => ({}),
  'wrong case': (no) => eachLeaf(no, (leaf) => otherCase(String(leaf))),
  'wrong type': (no) => (no !== null && typeof no === 'object' ? JSON.stringify(no) : { value: no }),
  'unknown word': (no) => eachLeaf(no, () => 'maybe'),
}

function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()
}

function eachLeaf(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => eachLeaf(item, change))
  if (value === null || typeof value !== 'object') return change(value)
  const members = Object.entries(value)
  return Object.fromEntries(
    members.map(([name, member]) => [name, LABELS.includes(name) ? member : eachLeaf(member, change)]),
  )
}
