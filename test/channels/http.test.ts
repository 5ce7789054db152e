import { describe, test } from 'vitest'
import { http } from '../../src/channels/http.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { anApi } from './examples.ts'

describe('the channel http', () => {
  for (const { title, check } of channelContract(http, anApi)) test(title, check)
})
