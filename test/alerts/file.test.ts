import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { file } from '../../src/alerts/file.ts'
import { alertSchema } from '../../src/record/alert.ts'
import { alertWith } from './sample.ts'

function openIn(path: string) {
  const root = mkdtempSync(join(tmpdir(), 'mettle-alerts-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const send = file.open({ path }, { root, print: () => {} })
  return { root, send, lines: () => readFileSync(join(root, path), 'utf8').trimEnd().split('\n') }
}

test('each alert is a line of JSON, in folders that are made', async () => {
  const { send, lines } = openIn('a/b/alerts.jsonl')
  const alerts = [alertWith(), alertWith({ message: 'a\nline\u2028' })]
  for (const alert of alerts) await send(alert)
  expect(lines().map((line) => alertSchema.parse(JSON.parse(line)))).toEqual(alerts)
})

test('what is there stays', async () => {
  const { root, send, lines } = openIn('alerts.jsonl')
  writeFileSync(join(root, 'alerts.jsonl'), '{}\n')
  await send(alertWith())
  expect(lines()).toHaveLength(2)
})

test('a place that cannot be written is told', async () => {
  const { root, send } = openIn('taken/alerts.jsonl')
  writeFileSync(join(root, 'taken'), '')
  await expect(Promise.resolve(send(alertWith()))).rejects.toThrow(/EEXIST|ENOTDIR/)
})
