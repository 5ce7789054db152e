import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { link, seal, unseal } from '../../src/trace/chain.ts'

const NONCE = '5f2c9d'
const texts = ['{"seq":1}', '{"seq":2}', '{"seq":3}', '{"seq":4}']

function write(all: readonly string[], nonce = NONCE): { lines: string[]; head: string } {
  let head = ''
  const lines = all.map((text) => {
    const sealed = seal(nonce, head, text)
    head = sealed.head
    return sealed.line
  })
  return { lines, head }
}

const { lines, head } = write(texts)
const [first = '', second = '', third = '', fourth = ''] = lines
const brokenAt = (content: string) => unseal(content, NONCE).check.brokenAt

describe('a trace as it was written', () => {
  test('fits', () => {
    expect(unseal(lines.join(''), NONCE)).toEqual({ texts, check: { head, count: 4 } })
  })

  test('may be empty', () => {
    expect(unseal('', NONCE)).toEqual({ texts: [], check: { head: '', count: 0 } })
  })

  test('comes back whatever the texts are', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify({ value }))
    fc.assert(
      fc.property(fc.array(text), (all) => {
        const written = write(all)
        const read = unseal(written.lines.join(''), NONCE)
        expect(read).toEqual({ texts: all, check: { head: written.head, count: all.length } })
      }),
    )
  })
})

describe('a change is found, with the line that does not fit', () => {
  test.for([
    ['an edited first line', [first.replace('1', '9'), second, third, fourth], 1],
    ['an edited line', [first, second.replace('2', '9'), third, fourth], 2],
    ['an edited last line', [first, second, third, fourth.replace('4', '9')], 4],
    ['an edited link', [first, second.replace(/.\n$/, '!\n'), third, fourth], 2],
    ['a removed first line', [second, third, fourth], 1],
    ['a removed line', [first, third, fourth], 2],
    ['two lines swapped', [first, third, second, fourth], 2],
    ['a line written twice', [first, second, second, third, fourth], 3],
    ['an appended line without a link', [...lines, '{"seq":5}\n'], 5],
    // The attacker can read every link that is there, and does not know the nonce.
    ['an appended line linked to the last', [...lines, `{"seq":5}\t${link('', head, '{"seq":5}')}\n`], 5],
    ['an empty line', [first, second, '\n', third], 3],
    ['two lines glued', [first, second.trimEnd(), third, fourth], 2],
  ] as const)('%s', ([, changed, line]) => {
    expect(brokenAt(changed.join(''))).toBe(line)
  })

  test('another nonce: the first line', () => {
    expect(unseal(lines.join(''), 'guessed').check).toEqual({ head: '', count: 0, brokenAt: 1 })
    expect(brokenAt(write(texts, 'guessed').lines.join(''))).toBe(1)
  })

  test('the lines before it are still given', () => {
    expect(unseal([first, second, fourth].join(''), NONCE).texts).toEqual(texts.slice(0, 2))
  })

  test('a missing end, by the head and the count that were kept', () => {
    const { check } = unseal([first, second].join(''), NONCE)
    expect(check.brokenAt).toBeUndefined()
    expect([check.head, check.count]).not.toEqual([head, 4])
  })

  test('any single character', () => {
    const content = lines.join('')
    fc.assert(
      fc.property(fc.nat(content.length - 1), fc.constantFrom('0', 'x', '\t', '\n', ' '), (at, character) => {
        fc.pre(content[at] !== character)
        const { check } = unseal(content.slice(0, at) + character + content.slice(at + 1), NONCE)
        expect(check.brokenAt !== undefined || check.torn === true).toBe(true)
      }),
    )
  })
})

describe('a torn line', () => {
  test('is left out and told apart from a change, wherever it was torn', () => {
    for (let length = 1; length < fourth.length; length++) {
      const { texts: whole, check } = unseal(lines.slice(0, 3).join('') + fourth.slice(0, length), NONCE)
      expect(whole).toEqual(texts.slice(0, 3))
      expect(check).toMatchObject({ count: 3, torn: true })
      expect(check.brokenAt).toBeUndefined()
    }
  })
})
