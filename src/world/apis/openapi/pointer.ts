import { isNode } from './node.ts'

/** '#/paths/~1refunds/post' */
export function pointerTo(...keys: string[]): string {
  return `#${keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`
}

/** What a JSON pointer leads to; undefined where it leads nowhere. @param pointer '#/components/schemas/Refund'. */
export function atPointer(root: unknown, pointer: string): unknown {
  if (pointer === '#' || pointer === '#/') return root
  if (!pointer.startsWith('#/')) return undefined
  let at: unknown = root
  for (const raw of pointer.slice(2).split('/')) {
    const key = keyOf(raw)
    if (Array.isArray(at) && /^\d+$/.test(key)) at = at[Number(key)]
    else if (isNode(at) && Object.hasOwn(at, key)) at = at[key]
    else return undefined
  }
  return at
}

function keyOf(raw: string): string {
  const key = raw.replaceAll('~1', '/').replaceAll('~0', '~')
  if (!key.includes('%')) return key
  try {
    return decodeURIComponent(raw).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return key
  }
}
