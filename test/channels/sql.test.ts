import { describe, test } from 'vitest'
import { sql } from '../../src/channels/sql.ts'
import { channelContract } from '../../src/testing/channel-contract.ts'
import { aDatabase } from './examples.ts'

describe('the channel sql', () => {
  for (const { title, check } of channelContract(sql, aDatabase)) test(title, check)
})
