import { z } from 'zod'
import { visible } from '../kernel/visible.ts'
import { defineSink } from './define.ts'

/** A line for each alert, whatever the agent put into it. */
export const terminal = defineSink({
  name: 'terminal',
  summary: 'Prints a line for each alert.',
  params: z.strictObject({}),
  open:
    (_, { print }) =>
    ({ kind, trial, guard, target, message }) => {
      const words = [kind.toUpperCase(), trial, guard, target, message].filter((word) => word !== null)
      print(`  ! ${words.map(visible).join(' | ')}\n`)
    },
})
