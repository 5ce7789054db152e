import { describe, test } from 'vitest'
import { tool } from '../../src/channels/tool.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { aTool } from './examples.ts'

describe('the channel tool', () => {
  for (const { title, check } of channelContract(tool, aTool)) test(title, check)
})
