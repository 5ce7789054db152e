import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { visible } from '../kernel/visible.ts'

const LIST = 'SHA256SUMS'
const SIGNATURE = 'SHA256SUMS.sig'

/** Who signs. */
export interface Signer {
  key: KeyObject
  /** SHA-256 of the public key in DER, in hex: what is told beside the folder. */
  fingerprint: string
}

/** Reads a private key. @throws {UsageError} there is none, or it is of a kind that openssl alone could not check everywhere. */
export function readSigner(file: string): Signer {
  const key = readKey(file)
  const { asymmetricKeyType: kind, asymmetricKeyDetails } = key
  const isKnown = kind === 'ed25519' || (kind === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1')
  if (!isKnown) throw new UsageError(`${file} is a key of another kind. ${MAKE_ONE}`)
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return { key, fingerprint: hash('sha256', der, 'hex') }
}

const MAKE_ONE = 'Make one: openssl ecparam -name prime256v1 -genkey -noout -out key.pem'

function readKey(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file))
  } catch (thrown) {
    throw new UsageError(`Failed to read the key ${file}: ${messageOf(thrown)}. ${MAKE_ONE}`)
  }
}

/**
 * Lists all files of a folder with their digests, as `sha256sum` writes them and in the order of their bytes, and signs the list:
 * with ECDSA over SHA-256, or with Ed25519 by the kind of the key.
 */
export function seal(folder: string, { key }: Signer): { files: number } {
  const paths = filesIn(folder).filter((path) => path !== LIST && path !== SIGNATURE)
  const lines = paths.map((path) => `${hash('sha256', readFileSync(join(folder, path)), 'hex')}  ./${path}\n`)
  const list = Buffer.from(lines.join(''))
  writeFileSync(join(folder, LIST), list)
  writeFileSync(join(folder, SIGNATURE), sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', list, key))
  return { files: paths.length }
}

/** Paths from the folder, with `/`, in the order of `LC_ALL=C sort`. */
export function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory())
  if (odd)
    throw new UsageError(`${visible(join(odd.parentPath, odd.name))} is no file and no folder. Move it away first.`)
  const files = entries.filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
  return paths.sort((a, b) => Buffer.compare(Buffer.from(`./${a}`), Buffer.from(`./${b}`)))
}
