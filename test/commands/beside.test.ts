import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pagesBeside } from '../../src/commands/beside.ts'
import { html } from '../../src/reports/html.ts'
import { sampleRun, storedRun } from '../reports/sample-run.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-beside-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A folder of reports in which these have a page. */
function reports(name: string, ...pages: string[]): string {
  for (const page of pages) {
    mkdirSync(join(root, name, page), { recursive: true })
    writeFileSync(join(root, name, page, 'index.html'), '')
  }
  return join(root, name)
}

const hrefs = (folder: string) => pagesBeside(folder).map(({ href }) => href)

test('the page of a run leads to what other commands found of safeguards, where that lies beside it', async () => {
  const folder = join(reports('all', 'latest', 'mutation', 'guards/latest', 'conformance'), 'latest')
  const beside = pagesBeside(folder)
  const page = await html.render({ ...storedRun(sampleRun()), beside })
  expect(beside.map(({ href }) => href)).toEqual([
    '../guards/latest/index.html#/guards',
    '../mutation/index.html#/guards',
    '../conformance/index.html',
  ])
  for (const { href, title } of beside) expect(page).toContain(`<a href="${href}">${title}</a>`)
  expect(await html.render(storedRun(sampleRun()))).not.toContain('Beside this run')
})

test('a page does not lead to itself, and one of a command that lies deeper leads to the others', () => {
  const all = reports('deep', 'mutation', 'guards/latest')
  expect(hrefs(join(all, 'mutation'))).toEqual(['../guards/latest/index.html#/guards'])
  expect(hrefs(join(all, 'guards/latest'))).toEqual(['../../mutation/index.html#/guards'])
  expect(hrefs(join(reports('none', 'latest'), 'latest'))).toEqual([])
})
