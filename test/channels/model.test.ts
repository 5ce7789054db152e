import { describe, test } from 'vitest'
import { model } from '../../src/channels/model.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { aProvider } from './examples.ts'

describe('the channel model', () => {
  for (const { title, check } of channelContract(model, aProvider)) test(title, check)
})
