import { z } from 'zod'

/** A regular expression as the operator writes it, upper and lower case alike. */
export const regularSchema = z.string().min(1).refine(compiles, 'not a regular expression')

export function compile(pattern: string, flags = ''): RegExp {
  return new RegExp(pattern, `iu${flags}`)
}

function compiles(pattern: string): boolean {
  try {
    compile(pattern)
    return true
  } catch {
    return false
  }
}
