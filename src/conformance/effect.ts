import { canonical, type Json } from '../kernel/json.ts'

/** A tool that ran, with the arguments that it ran with. */
export interface Effect {
  tool: string
  input: Json
}

/** One text per effect: 'pay {"amount":10,"to":"alice"}'. */
export function textOf({ tool, input }: Effect): string {
  return `${tool} ${canonical(input)}`
}
