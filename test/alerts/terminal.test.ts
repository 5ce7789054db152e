import { expect, test } from 'vitest'
import { terminal } from '../../src/alerts/terminal.ts'
import type { Alert } from '../../src/record/alert.ts'
import { hostileStrings } from '../reports/hostile-strings.ts'
import { alertWith } from './sample.ts'

function printed(alert: Alert): string {
  let text = ''
  const print = (more: string) => {
    text += more
  }
  terminal.open({}, { root: '/', print })(alert)
  return text
}

test('an alert is one line with all that is known', () => {
  expect(printed(alertWith())).toBe('  ! DENIED | spend~calm~buyer~r1 | budget | tool buy | $5.00 would be over\n')
  expect(
    printed(alertWith({ kind: 'egress', guard: null, call: null, target: null, message: 'https://evil.test/' })),
  ).toBe('  ! EGRESS | spend~calm~buyer~r1 | https://evil.test/\n')
})

test('whatever an agent put into it moves no cursor and forges no line', () => {
  for (const hostile of [...hostileStrings(200), '\u001b[2J\u001b[H', 'a\r\n  ! PASSED | all is well', '\u202eabc']) {
    const text = printed(alertWith({ target: hostile, message: hostile }))
    expect(text.match(/\n/g)).toHaveLength(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(text.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  }
})
