import { isObject } from '../kernel/object.ts'
import { findExport, isModulePath, type Site } from './find-export.ts'

type Members = Record<string, unknown>

/**
 * Puts in the code of whoever approves, where a scenario names its module, and spells out what stands for it: a function
 * alone is `{ answers }`. What has the wrong shape stays as it is, for the schema to find.
 */
export async function withApproverCode(value: unknown, site: Site): Promise<unknown> {
  if (!isObject(value) || !isObject(value.world) || !('approver' in value.world)) return value
  const path = ['world', 'approver']
  const approver = spelledOut(await codeAt(value.world.approver, path, site))
  const resolved = isObject(approver) ? await resolveAnswers(approver, path, site) : approver
  return { ...value, world: { ...value.world, approver: resolved } }
}

/** A function stands for an approver that answers by it. */
export function spelledOut(approver: unknown): unknown {
  return typeof approver === 'function' ? { answers: approver } : approver
}

async function resolveAnswers(approver: Members, path: PropertyKey[], site: Site): Promise<Members> {
  const { answers, variants } = approver
  const found: Members = {}
  for (const [name, one] of isObject(variants) ? Object.entries(variants) : []) {
    found[name] = await codeAt(one, [...path, 'variants', name], site)
  }
  return {
    ...approver,
    ...('answers' in approver && { answers: await codeAt(answers, [...path, 'answers'], site) }),
    ...(isObject(variants) && { variants: found }),
  }
}

async function codeAt(value: unknown, path: PropertyKey[], site: Site): Promise<unknown> {
  return isModulePath(value) ? findExport(value, 'approver', path, site) : value
}
