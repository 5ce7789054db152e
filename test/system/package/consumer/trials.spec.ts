import { trial } from 'mettle/vitest'
import { expect, test } from 'vitest'

test('a lost connection is survived', async () => {
  const found = await trial('stock', { variant: 'connection-lost' })
  expect(found).toHaveDelivered('connection-lost')
  expect(found).toHavePassed()
}, 60_000)
