import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadScenario } from '../../../src/scenario/load.ts'
import { plantProject, ROOT } from '../../e2e/cli.ts'

const SCENARIO = `task: { text: Fix it. }
world:
  apis:
    forge:
      repository: acme/shop
      files: ./service
      protect: { main: { checks: [limits] } }
      checks: { limits: ./checks.ts#limits }
variants: { lost: [{ fault: lost-reply, on: forge POST /acme/shop.git/git-receive-pack, when: { nth: 1 } }] }
scorers: [{ use: effects, params: { none: [{ collection: forge.files }] } }]
`

function load(text: string) {
  const folder = plantProject({
    'scenarios/fix.scenario.yaml': text,
    'scenarios/checks.ts': "export const limits = (read: (path: string) => string | undefined) => read('a.txt')",
    'scenarios/service/a.txt': 'one\n',
    'scenarios/service/src/b.txt': 'two\n',
  })
  return loadScenario('fix', join(folder, 'scenarios/fix.scenario.yaml'))
}

test('a repository needs no code but its checks', async () => {
  const { world } = await load(SCENARIO)
  const seeds = Object.fromEntries(world.apis.forge?.collections.map(({ name, seeds }) => [name, seeds]) ?? [])
  expect(seeds['forge.files']).toMatchObject({ 'a.txt': { text: 'one\n' }, 'src/b.txt': { text: 'two\n' } })
  expect(seeds['forge.protection']).toEqual({ main: { push: false, checks: ['limits'] } })
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/scenario.schema.json'), 'utf8'))
  expect(new Ajv({ strict: false, validateFormats: false }).validate(schema, parse(SCENARIO))).toBe(true)
})

test.each([
  [
    'an unknown target',
    'git-receive-pack',
    'git-receive-pak',
    /"forge POST \/acme\/shop\.git\/git-receive-pak"\. Did you mean/,
  ],
  ['an unknown check', 'checks: [limits]', 'checks: [limit]', /there is no check "limit"\. Did you mean "limits"/],
  ['an unknown setting', 'protect:', 'protects:', /:\d+:\d+: world\.apis\.forge\.protects: .*protect/],
  ['no repository', 'acme/shop\n', 'shop\n', /:5:\d+: world\.apis\.forge\.repository: expected owner and name/],
  ['no folder', './service', './servise', /Failed to read .*servise/],
  [
    'an unknown collection',
    'forge.files }',
    'forge.file }',
    /there is no collection "forge\.file"\. Did you mean "forge\.files"/,
  ],
])('%s is refused with its place', async (_, right, wrong, message) => {
  await expect(load(SCENARIO.replace(right, wrong))).rejects.toThrow(message)
})
