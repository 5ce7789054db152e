import { expect, test } from 'vitest'
import { visible, visibleJson, visibleLines } from '../../src/kernel/visible.ts'

test('controls read as their pictures', () => {
  expect(visible('\u0000a\u001b[31mred\u001b[0m\u007f\r\n')).toBe('␀a␛[31mred␛[0m␡␍␊')
})

test('what C1, bidi, zero width, tags and lone surrogates hide is spelled out', () => {
  expect(visible('\u009b2J')).toBe('\\u{9b}2J')
  expect(visible('pay \u202eyna\u202c')).toBe('pay \\u{202e}yna\\u{202c}')
  expect(visible('\u2066x\u2069\u061c')).toBe('\\u{2066}x\\u{2069}\\u{61c}')
  expect(visible('re\u200bfund\ufeff\u00ad')).toBe('re\\u{200b}fund\\u{feff}\\u{ad}')
  expect(visible('\u{e0041}')).toBe('\\u{e0041}')
  expect(visible('a\ud800b\u2028')).toBe('a\\u{d800}b\\u{2028}')
})

test('honest text stays as it is', () => {
  for (const text of ['café, naïve', '東京', 'שלום', '😀 ⚠️', 'a\u0301']) expect(visible(text)).toBe(text)
})

test('lines keep line feeds and tabs, and nothing else', () => {
  expect(visibleLines('a\n\tb\r\u001b')).toBe('a\n\tb␍␛')
})

test('no code point that draws nothing gets through', () => {
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
  let hidden = 0
  for (let code = 0; code < 0x11_0000; code++) {
    const sign = String.fromCodePoint(code)
    if (!unseen.test(sign)) continue
    hidden++
    if (unseen.test(visible(sign))) throw new Error(`U+${code.toString(16)} came through`)
  }
  expect(hidden).toBeGreaterThan(2_000)
})

test('JSON stays the same JSON, and is not drawn otherwise than it reads', () => {
  const value = { '\u202e': ['\u009b2J\u007f', '\ud800', '\u{e0041}', 'a\n', 'é'] }
  const json = visibleJson(JSON.stringify(value))
  expect(JSON.parse(json)).toEqual(value)
  expect(json).toBe('{"\\u202e":["\\u009b2J\\u007f","\\ud800","\\udb40\\udc41","a\\n","é"]}')
})
