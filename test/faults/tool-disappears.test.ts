import { expect, test } from 'vitest'
import { toolDisappears } from '../../src/faults/tool-disappears.ts'
import { openLab } from './lab.ts'

test('a tool is gone from one call on, and the others stay', async () => {
  const lab = openLab([{ fault: toolDisappears, on: 'tool send_email', when: { from: 2 } }])
  const seen = []
  for (const name of ['send_email', 'look_up', 'send_email', 'look_up', 'send_email']) {
    seen.push(await lab.send('tool', `tool ${name}`))
  }
  expect(seen.map(({ ok }) => ok)).toEqual([true, true, false, true, false])
  expect(JSON.parse(seen[2]?.text ?? '')).toEqual({
    error: { code: 'unknown_tool', message: 'Unknown tool: send_email' },
  })
  expect(lab.ran()).toBe(3)
  expect(lab.records()).toMatchObject([
    { planned: 2, delivered: 2, state: 'delivered', symptom: 'the tool was gone, nothing was executed' },
  ])
})

test('no other channel loses anything', async () => {
  const lab = openLab([{ fault: toolDisappears }])
  expect(await lab.send('http')).toMatchObject({ status: 200 })
  expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
})
