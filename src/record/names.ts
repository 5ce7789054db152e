import { z } from 'zod'

declare const kind: unique symbol

/**
 * A text that names something in a world. It is a string like any other; in a scenario, whose world is there, editors and tsc
 * know which names there are, and what still passes them is found when the scenario is loaded.
 */
type Names<Kind extends string> = string & { readonly [kind]?: Kind }

/** A target, `*` for any run of characters: 'payments POST /v1/refunds', 'shop UPDATE *', 'tool send_email'. */
export type TargetName = Names<'target'>

/** A collection or a table, `*` for any run of characters: 'payments.refunds', 'shop.orders'. */
export type CollectionName = Names<'collection'>

/** What a text names, by the type of its schema. */
export type KindOf<T> = typeof kind extends keyof T ? NonNullable<T[typeof kind]> : never

/** What a text in some parameters names. */
export interface Naming {
  kind: 'target' | 'collection'
  /** The world need not have it: what it names is left out, or the same list serves several worlds. */
  elsewhere?: true
}

/** Schemas of texts that name something, so that whoever holds the schema of some parameters finds the names in them. */
export const namings = z.registry<Naming>()

/** The schema of a target in the parameters of a part. It may say `:id` for `{id}`. */
export function targetName(): z.ZodType<TargetName, TargetName> {
  return targetText({ kind: 'target' })
}

/** The schema of one target or several. */
export function targetNames() {
  return z.union([targetName(), z.array(targetName()).min(1)])
}

/** The schema of a target that a world need not have. */
export function targetElsewhere(): z.ZodType<TargetName, TargetName> {
  return targetText({ kind: 'target', elsewhere: true })
}

/** The schema of a collection in the parameters of a part. */
export function collectionName(): z.ZodType<CollectionName, CollectionName> {
  return z.string().min(1).register(namings, { kind: 'collection' }) as unknown as z.ZodType<
    CollectionName,
    CollectionName
  >
}

function targetText(naming: Naming): z.ZodType<TargetName, TargetName> {
  return z.string().min(1).overwrite(braced).register(namings, naming) as unknown as z.ZodType<TargetName, TargetName>
}

/** 'payments GET /v1/charges/:id' -> 'payments GET /v1/charges/{id}': handlers write it so, targets do not. */
export function braced(target: string): string {
  return target.replace(/\/:([A-Za-z_]\w*)/g, '/{$1}')
}
