import { createRandom } from '../../src/kernel/random.ts'
import { HOSTILE } from './hostile.ts'

const PIECES = [
  ...HOSTILE.split(' '),
  ...[
    '<![CDATA[',
    ']]>',
    '<?xml version="1.1"?>',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '&a;',
    '&#0;',
    '&#xD800;',
    '<!--',
    '-->',
  ],
  ...[
    '\u0000',
    '\u0001',
    '\u0008',
    '\u000b',
    '\u001f',
    '\u007f',
    '\u0085',
    '\ud800',
    '\udfff',
    '\ufffe',
    '\uffff',
    '\ufeff',
  ],
  ...[
    '\r\n',
    '\n',
    '\t',
    '\r',
    '::error::x',
    '%0A::warning::y',
    '##[set-env name=A]b',
    '::add-mask::z',
    '```',
    '`` `',
    '|',
    '\\|',
  ],
  ...[
    '[x](javascript:alert(1))',
    '<img src=x>',
    '@everyone',
    '**',
    '\n\n# head',
    '\n---\n',
    '😀',
    'e\u0301',
    '\u{10ffff}',
    '\u{1fffe}',
  ],
]

/** Texts that break out of whatever they can, the same at each call. */
export function hostileStrings(count: number): string[] {
  const random = createRandom('hostile')
  return Array.from({ length: count }, (_, index) => {
    const pieces = Array.from({ length: 1 + random.int(12) }, () => {
      return random.next() < 0.7 ? random.pick(PIECES) : String.fromCharCode(random.int(0x10000))
    })
    return `${index} ${pieces.join('')}`
  })
}
