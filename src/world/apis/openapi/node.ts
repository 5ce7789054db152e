/** A part of a specification, as it was written: of no form that anybody has checked. */
export type Node = { readonly [name: string]: unknown }

/** An object's own member: a specification may call things 'constructor'. */
export function own(node: unknown, name: string): unknown {
  return isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member that is an object; an empty one where it is not. */
export function nodeAt(node: unknown, name: string): Node {
  const found = own(node, name)
  return isNode(found) ? found : {}
}

/** An own member that is a list; an empty one where it is not. */
export function listAt(node: unknown, name: string): readonly unknown[] {
  const found = own(node, name)
  return Array.isArray(found) ? found : []
}

export function textAt(node: unknown, name: string): string | undefined {
  const found = own(node, name)
  return typeof found === 'string' ? found : undefined
}
