import crypto, { constants, createPrivateKey, KeyObject } from 'node:crypto'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import v8 from 'node:v8'
import { loaderIsAtWork } from '../../../scenario/loader.ts'
import { before, type Functions } from '../doors/before.ts'

/** Told of what no seed holds, as it is touched: 'crypto.generateKeyPairSync'. */
export type Touched = (what: string) => void

/** Signatures that differ each time, by the type of their key. */
const WITH_CHANCE = /^(ec|dsa|rsa-pss)$/
const WEB_WITH_CHANCE = /^(ECDSA|RSA-PSS|RSA-OAEP)$/i

/**
 * Watches what a trial takes from beyond its clock and its seed: keys and other things that OpenSSL draws by itself, names of
 * temporary folders, figures of this process. Once per process, before agent code loads.
 */
export function watchUnrepeatable(touched: Touched): void {
  const tell = (owner: object, name: string, which: RegExp, when: (args: unknown[]) => boolean = () => true) => {
    before(owner as Functions, which, (args, member) => {
      if (!loaderIsAtWork() && when(args)) touched(`${name}.${member}`)
    })
  }
  tell(crypto, 'crypto', /^(generate(KeyPair|Key|Prime)(Sync)?|publicEncrypt|encapsulate)$/)
  tell(crypto, 'crypto', /^sign$/, ([, , key]) => drawsNonce(key))
  tell(crypto.Sign.prototype, 'Sign', /^sign$/, ([key]) => drawsNonce(key))
  for (const made of [crypto.ECDH, crypto.DiffieHellman, crypto.DiffieHellmanGroup]) {
    tell(made.prototype, made.name, /^generateKeys$/)
  }
  tell(SubtleCrypto.prototype, 'subtle', /^(generateKey|encapsulate(Key|Bits))$/)
  tell(SubtleCrypto.prototype, 'subtle', /^(sign|encrypt)$/, ([algorithm]) => WEB_WITH_CHANCE.test(nameOf(algorithm)))
  for (const functions of [fs, fs.promises]) tell(functions, 'fs', /^mkdtemp/)
  tell(process, 'process', /^(memoryUsage|cpuUsage|threadCpuUsage|resourceUsage|availableMemory)$/)
  tell(v8, 'v8', /^getHeap\w*Statistics$/)
  syncBuiltinESMExports()
}

/** An RSA key signs the same each time, unless it is asked for PSS. */
function drawsNonce(key: unknown): boolean {
  try {
    const { padding } = key as { padding?: number }
    const { asymmetricKeyType = '' } = key instanceof KeyObject ? key : createPrivateKey(key as never)
    return padding === constants.RSA_PKCS1_PSS_PADDING || WITH_CHANCE.test(asymmetricKeyType)
  } catch {
    // Whatever it is: it is told, or throws.
    return true
  }
}

function nameOf(algorithm: unknown): string {
  return typeof algorithm === 'string' ? algorithm : String((algorithm as { name?: unknown } | null)?.name)
}
