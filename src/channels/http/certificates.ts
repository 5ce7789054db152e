import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

const DAY_MS = 86_400_000
/** For whom a certificate's clock is late, or a run is long. */
const [BEFORE_MS, AFTER_MS] = [2 * DAY_MS, 300 * DAY_MS]
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
/** What a common name can hold. */
const LONGEST_NAME = 64

/** Who vouches for the hosts of the world. Its key never leaves this process. */
export interface Authority {
  /** Its certificate, PEM. */
  readonly pem: string
  /** What a server needs to be a host: 'api.stripe.com' or '10.0.0.1'. Made once for each. */
  contextFor(host: string): SecureContext
}

/** @param now ms since 1970, by the wall. */
export function makeAuthority(now: number): Authority {
  const own = keyPair()
  const name = nameOf(`mettle ${randomBytes(8).toString('hex')}`)
  const issuer = { name, key: own, now }
  const pem = certify(issuer, { name, key: own.publicKey, extensions: authorityExtensions() })
  const leaf = keyPair()
  const key = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const contexts = new Map<string, SecureContext>()
  return {
    pem,
    contextFor: (host) => {
      const known = contexts.get(host)
      if (known) return known
      const subject = {
        name: nameOf(host.slice(0, LONGEST_NAME)),
        key: leaf.publicKey,
        extensions: leafExtensions(host),
      }
      const context = createSecureContext({ key, cert: certify(issuer, subject) })
      contexts.set(host, context)
      return context
    },
  }
}

interface KeyPair {
  publicKey: KeyObject
  privateKey: KeyObject
}

function keyPair(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

interface Issuer {
  name: Name
  key: KeyPair
  now: number
}

interface Subject {
  name: Name
  key: KeyObject
  extensions: Extension[]
}

/** A certificate as PEM. By RFC 5280, as strict clients read it. */
function certify(issuer: Issuer, subject: Subject): string {
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const own = new SubjectKeyIdentifier(digestOf(subject.key))
  const authority = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(digestOf(issuer.key.publicKey)) })
  const identifiers = [extension(id_ce_subjectKeyIdentifier, own), extension(id_ce_authorityKeyIdentifier, authority)]
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer: issuer.name,
    validity: new Validity({ notBefore: new Date(issuer.now - BEFORE_MS), notAfter: new Date(issuer.now + AFTER_MS) }),
    subject: subject.name,
    subjectPublicKeyInfo: publicKeyInfo(subject.key),
    extensions: new Extensions([...subject.extensions, ...identifiers]),
  })
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate))
  const signatureValue = bytes(sign('sha256', signed, issuer.key.privateKey))
  const der = AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue }))
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function authorityExtensions(): Extension[] {
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
  ]
}

function leafExtensions(host: string): Extension[] {
  const name = new GeneralName(isIP(host) ? { iPAddress: host } : { dNSName: host })
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_subjectAltName, new SubjectAlternativeName([name])),
  ]
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])])
}

function publicKeyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo)
}

/** By which a certificate names a key: RFC 5280, 4.2.1.2. */
function digestOf(key: KeyObject): ArrayBuffer {
  return bytes(
    createHash('sha1')
      .update(Buffer.from(publicKeyInfo(key).subjectPublicKey))
      .digest(),
  )
}

/** Positive, and no two alike. */
function serialNumber(): ArrayBuffer {
  const drawn = randomBytes(16)
  drawn[0] = 0x40 | ((drawn[0] ?? 0) & 0x3f)
  return bytes(drawn)
}

function bytes(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer
}
