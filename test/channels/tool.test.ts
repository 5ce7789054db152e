import { describe, expect, test } from 'vitest'
import { createSeam } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { tool } from '../../src/channels/tool.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { leapingClock } from '../../src/testing/fault-stage.ts'
import { liveTools } from '../../src/world/catalogue.ts'
import { aTool } from './examples.ts'

describe('the channel tool', () => {
  for (const { title, check } of channelContract(tool, aTool)) test(title, check)
})

test('an agent in this process reads what a tool says of itself by now, and calls one that is gone in vain', async () => {
  const { world } = aTool.world(() => {})
  const { handle, ...live } = liveTools(world.tools, [])
  const clock = leapingClock()
  const { signal } = new AbortController()
  const seam = createSeam({
    ...{ channels, guards: [], approver: undefined, clock, signal, maxCalls: 10, write: () => {}, stop: () => {} },
    injector: { draw: () => [] },
  })
  const more = { seam, principal: 'agent', clock, signal, write: () => {}, order: { model: null } }
  const { act } = tool.open({ world: { ...world, ...live }, databases: {}, ...more }).session.tools ?? {}
  const changing = handle(() => {})
  changing.describe('act', 'Acts twice.')
  expect(act?.description).toBe('Acts twice.')
  expect(await act?.call({})).toMatchObject({ isError: false })
  changing.withdraw('act')
  expect(await act?.call({})).toMatchObject({ isError: true, content: { error: { code: 'unknown_tool' } } })
})
