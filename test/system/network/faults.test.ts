import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { http } from '../../../src/channels/http.ts'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { type Cell, DOORS, deliveredAs, faultsBy, openPost, seenAs } from './cells.ts'
import { CLIENTS } from './clients.ts'
import { networkPage } from './page.ts'

const server = await http.serve?.()
if (!server) throw new Error('The channel http opens no server.')
const posts = await Promise.all(DOORS.flatMap((door) => CLIENTS.map((client) => openPost(server, client, door))))
const planned = Object.values<Fault>(faults).filter((fault) => DOORS.some((door) => faultsBy(door).includes(fault)))
const cells: Cell[] = []
afterAll(async () => {
  for (const post of posts) post[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

test.each(planned)('$name: what each client saw is what the trace says it was given', async (fault) => {
  const met = await Promise.all(
    posts.filter(({ door }) => faultsBy(door).includes(fault)).map((post) => post.meet(fault)),
  )
  cells.push(...met)
  const by = (tell: (cell: Cell) => unknown) =>
    Object.fromEntries(met.map((cell) => [`${cell.client} by ${cell.door}`, tell(cell)]))
  expect(by(seenAs)).toEqual(by(deliveredAs))
  expect(by(({ state }) => state)).toEqual(by(() => 'delivered'))
})

test('docs/network-faults.md says what was seen', async () => {
  const all = DOORS.reduce((sum, door) => sum + faultsBy(door).length * CLIENTS.length, 0)
  expect(cells.length).toBe(all)
  await expect(networkPage(cells)).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/network-faults.md'))
})
