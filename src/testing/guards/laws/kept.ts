import { UsageError } from '../../../kernel/errors.ts'

/** A number that a law can be kept by. With NaN, or half a call, every comparison would say that all is well. @throws {UsageError} it is none. */
export function kept(law: string, name: string, value: number, isSo: (value: number) => boolean, what: string): void {
  if (typeof value === 'number' && isSo(value)) return
  throw new UsageError(`Failed to make the law ${law}: \`${name}\` is ${String(value)}. It must be ${what}.`)
}

export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1
export const isAmount = (value: number): boolean => Number.isFinite(value) && value > 0
export const isSpan = (value: number): boolean => value >= 1
