/** The ways in which a text can be written down, written here a second time: the harness has its own list. */
export function spellings(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret)
  return {
    plain: secret,
    base64: bytes.toString('base64').replace(/.==?$/, ''),
    // What the neighbours in a longer text do not decide.
    'base64 behind another byte': Buffer.from(`a${secret}`)
      .toString('base64')
      .slice(2, Math.floor(((1 + bytes.length) * 8) / 6)),
    base64url: bytes.toString('base64url').slice(0, Math.floor((bytes.length * 8) / 6)),
    hex: bytes.toString('hex'),
    'upper-case hex': bytes.toString('hex').toUpperCase(),
    'URL-encoded': encodeURIComponent(secret),
    reversed: [...secret].reverse().join(''),
    'JSON-escaped': JSON.stringify(secret).slice(1, -1),
    'JSON-escaped twice': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  }
}
