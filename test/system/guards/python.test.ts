import { join } from 'node:path'
import { type CommandGuard, commandGuard, laws, replayGuard, searchGuard } from 'mettle/testing'
import { afterEach, expect, test } from 'vitest'

const cwd = join(import.meta.dirname, '../../../examples/test-guard')
const law = laws.budget({ cap: 10 })

let guard: CommandGuard<{ amount: number }> | undefined
afterEach(() => guard?.close())

const controller = (name: string) => {
  guard = commandGuard<{ amount: number }>({ command: ['/usr/bin/python3', 'controllers.py', name], cwd })
  return guard
}

test('the naive controller in Python breaks its law in the same five ways', async () => {
  const naive = controller('naive')
  const { failures } = await searchGuard(naive, law, { histories: 250, random: 0 })
  expect(failures.map(({ needs }) => needs)).toEqual([['together'], ['wait'], ['crash'], ['negative'], ['NaN']])
  const amounts = failures.map(({ played }) =>
    played.steps.flatMap((step) => ('begin' in step ? [step.action.amount] : [])),
  )
  expect(amounts).toEqual([[1, 10], [1, 10], [1, 10], [-1], [Number.NaN]])
  const [race] = failures
  await expect(replayGuard(naive, law, race?.played.steps ?? [])).rejects.toThrow('11 spent in a day')
})

test('the reserving one breaks it in none', async () => {
  const { failures, tried } = await searchGuard(controller('reserving'), law, { histories: 250, random: 20 })
  expect(failures).toEqual([])
  expect(tried[0]?.histories).toBe(250)
})
