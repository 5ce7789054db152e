import { agents } from './index.ts'

const OURS = 'mettle/'

export interface ShippedName {
  name: string
  kind: string
  summary: string
}

/** Every agent that each project has: those that ship with mettle, and the saint that a scenario names. */
export const SHIPPED: readonly ShippedName[] = [
  { name: 'saint', kind: 'control', summary: 'Does a scenario right: the module that it names as its saint.' },
  ...Object.entries(agents).map(([name, { kind, summary }]) => ({ name, kind, summary })),
]

type Own = Readonly<Record<string, unknown>>

/** A name that no project can take: `mettle/salami`. */
export function always(name: string): string {
  return `${OURS}${name}`
}

/** Is this how an agent that ships is called, whether there is one of that name or not? */
export function isAlways(called: string): boolean {
  return called.startsWith(OURS)
}

/** How a project calls an agent that ships: a name is the project's where it has an agent of that name. */
export function nameIn(own: Own, name: string): string {
  return Object.hasOwn(own, name) ? always(name) : name
}

/** `mettle/salami` -> salami, whatever agents the project has; `salami` -> salami, unless it has one. Undefined: none that ships. */
export function shippedBy(own: Own, called: string): string | undefined {
  const name = isAlways(called) ? called.slice(OURS.length) : called
  if (name === called && Object.hasOwn(own, name)) return undefined
  return SHIPPED.some((one) => one.name === name) ? name : undefined
}
