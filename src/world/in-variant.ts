import type { ApproverSettings } from './approver.ts'

/** Whoever approves, and how they answer in variants in which they answer otherwise. */
export interface VariedApprover extends ApproverSettings {
  /** By the variant's name. */
  variants?: Readonly<Record<string, ApproverSettings['answers']>>
}

/** A world as it is in one of the variants: only who approves may differ there. */
export function inVariant<W extends { approver: VariedApprover | undefined }>(world: W, variant: string): W {
  const { approver } = world
  const { variants = {} } = approver ?? {}
  const answers = Object.hasOwn(variants, variant) ? variants[variant] : undefined
  return approver && answers ? { ...world, approver: { ...approver, answers } } : world
}
