import { describe, test } from 'vitest'
import { tcp } from '../../src/channels/tcp.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { ponging } from './tcp-example.ts'

describe('tcp', () => {
  for (const { title, check } of channelContract(tcp, ponging)) test(title, check)
})
