import { expect, test } from 'vitest'
import { quickStart } from './quick-start.ts'

test('reads the commands that follow the clone', () => {
  const readme = [
    '# x',
    '```ts\nnpm ci\n```',
    '```sh\ngit clone URL mettle\ncd mettle\n# all of it\nnpm ci && npm start   # brings all\n$ npm test\n```',
  ]
  expect(quickStart(readme.join('\n'))).toEqual(['npm ci', 'npm start', 'npm test'])
})

test('a README without them is an error', () => {
  expect(() => quickStart('# x\n```sh\nnpm test\n```')).toThrow('no code block with "npm ci"')
})
