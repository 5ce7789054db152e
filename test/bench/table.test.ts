import { expect, test } from 'vitest'
import type { Row } from '../../bench/row.ts'
import { formatTable } from '../../bench/table.ts'

const row: Row = { what: 'a call', figure: '31 us', spread: '30-33', beside: '22 us bare', workers: '1 call at a time' }

test('a figure beyond its target is a MISS, one within it is ok, one without a target is neither', () => {
  const table = formatTable([
    {
      rows: [{ ...row, target: '<= 30 us', met: false }, { ...row, target: '<= 50 us', met: true }, row],
      cpuSeconds: 4.21,
    },
  ])
  const [, missed, held, free] = table.split('\n')
  expect(missed).toMatch(/31 us .* 22 us bare .* <= 30 us +MISS .* 4\.2$/)
  expect(held).toMatch(/<= 50 us +ok +1 call at a time$/)
  expect(free).not.toMatch(/MISS|ok/)
})

test('columns line up whatever the rows hold', () => {
  const rows = [row, { ...row, what: 'something with a much longer name' }]
  const [head = '', ...lines] = formatTable([{ rows, cpuSeconds: 0 }]).split('\n')
  for (const line of lines) expect(line.indexOf('31 us')).toBe(head.indexOf('figure'))
})
