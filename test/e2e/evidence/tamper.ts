import { generateKeyPairSync, hash, sign } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { filesIn } from '../../../src/evidence/seal.ts'
import { createRandom, type Random } from '../../../src/kernel/random.ts'

/** One way to change a folder of evidence. */
type Tamper = (folder: string, random: Random) => void

const LIST = 'SHA256SUMS'

const anyFile = (folder: string, random: Random): string => {
  const files = filesIn(folder).filter((path) => readFileSync(join(folder, path)).length > 0)
  return join(folder, random.pick(files))
}

const edit = (file: string, change: (lines: string[]) => string[]) =>
  writeFileSync(file, change(readFileSync(file, 'latin1').split('\n')).join('\n'), 'latin1')

const relist = (folder: string) => {
  const paths = filesIn(folder).filter((path) => !path.startsWith(LIST))
  const lines = paths.map((path) => `${hash('sha256', readFileSync(join(folder, path)), 'hex')}  ./${path}\n`)
  writeFileSync(join(folder, LIST), lines.join(''))
}

export const TAMPERS: Record<string, Tamper> = {
  'one bit of one byte': (folder, random) => {
    const file = anyFile(folder, random)
    const bytes = readFileSync(file)
    const at = random.int(bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << random.int(8))
    writeFileSync(file, bytes)
  },
  'a byte more': (folder, random) => appendFileSync(anyFile(folder, random), '\n'),
  'a byte less': (folder, random) => {
    const file = anyFile(folder, random)
    writeFileSync(file, readFileSync(file).subarray(0, -1))
  },
  'a line twice': (folder, random) => {
    edit(anyFile(folder, random), ([first = '', ...rest]) => [first, first, ...rest])
  },
  'a line gone': (folder, random) => edit(anyFile(folder, random), ([, ...rest]) => rest),
  'ends of lines of another system': (folder) => edit(join(folder, LIST), (lines) => lines.map((line) => `${line}\r`)),
  'a file gone': (folder, random) => rmSync(anyFile(folder, random)),
  'a file gone, and its line': (folder) => {
    rmSync(join(folder, 'run/audit.jsonl'))
    edit(join(folder, LIST), (lines) => lines.filter((line) => !line.endsWith('audit.jsonl')))
  },
  'a file more': (folder) => writeFileSync(join(folder, 'run/more.json'), '{}'),
  'a hidden file more': (folder) => writeFileSync(join(folder, '.hidden'), ''),
  'another list below': (folder) => cpSync(join(folder, LIST), join(folder, 'run', LIST)),
  'a name with a line feed': (folder) => writeFileSync(join(folder, 'run/a\nb'), ''),
  'a name with a space': (folder) => writeFileSync(join(folder, 'run/a b'), ''),
  'a file of another name': (folder) => renameSync(join(folder, 'evidence.json'), join(folder, 'evidence2.json')),
  'two files in the place of each other': (folder) => {
    renameSync(join(folder, 'index.html'), join(folder, 'x'))
    renameSync(join(folder, 'run/index.html'), join(folder, 'index.html'))
    renameSync(join(folder, 'x'), join(folder, 'run/index.html'))
  },
  'a link in place of a file': (folder) => {
    renameSync(join(folder, 'evidence.json'), `${folder}.beside`)
    symlinkSync(`${folder}.beside`, join(folder, 'evidence.json'))
  },
  'a link in place of the list': (folder) => {
    cpSync(join(folder, LIST), `${folder}.list`)
    rmSync(join(folder, LIST))
    symlinkSync(`${folder}.list`, join(folder, LIST))
  },
  'a folder in place of a file': (folder) => {
    rmSync(join(folder, 'evidence.json'))
    mkdirSync(join(folder, 'evidence.json'))
  },
  'no signature': (folder) => rmSync(join(folder, `${LIST}.sig`)),
  'a byte behind the signature': (folder) => appendFileSync(join(folder, `${LIST}.sig`), 'x'),
  'an empty signature': (folder) => writeFileSync(join(folder, `${LIST}.sig`), ''),
  'a listed line twice': (folder) => edit(join(folder, LIST), ([first = '', ...rest]) => [first, first, ...rest]),
  'a line of garbage in the list': (folder) => appendFileSync(join(folder, LIST), 'garbage\n'),
  'another order of the list': (folder) => edit(join(folder, LIST), (lines) => [...lines.slice(0, -1).reverse(), '']),
  'a changed verdict, listed anew': (folder) => {
    const file = join(folder, 'evidence.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"passed": true', '"passed": false'))
    relist(folder)
  },
  'a changed verdict, listed and signed by another key': (folder) => {
    const file = join(folder, 'evidence.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"passed": true', '"passed": false'))
    relist(folder)
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    writeFileSync(join(folder, `${LIST}.sig`), sign('sha256', readFileSync(join(folder, LIST)), privateKey))
    writeFileSync(`${folder}.pem`, publicKey.export({ type: 'spki', format: 'pem' }))
  },
}

/** Changes a copy of a folder in the nth way. Returns how. */
export function tamper(folder: string, copy: string, n: number): string {
  cpSync(folder, copy, { recursive: true })
  const ways = Object.entries(TAMPERS)
  const [name, change] = ways[n % ways.length] as [string, Tamper]
  change(copy, createRandom(`tamper ${n}`))
  return name
}
