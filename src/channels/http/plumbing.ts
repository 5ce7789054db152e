/** Headers that a client library sets by itself and that change nothing in the world. */
export const PLUMBING = new Set(
  `accept accept-encoding accept-language cache-control connection content-length content-type host origin pragma
  priority referer sec-fetch-dest sec-fetch-mode sec-fetch-site te transfer-encoding user-agent x-goog-api-client`.split(
    /\s+/,
  ),
)

/** What clients say when nobody tells them otherwise. */
const ORDINARY = new Set([
  'accept: application/json',
  'accept: application/json, text/plain, */*',
  'accept-encoding: gzip, deflate',
  'accept-encoding: gzip, deflate, br',
  'accept-encoding: gzip, compress, deflate, br',
  'cache-control: no-cache',
  'connection: keep-alive',
  'content-type: application/json',
  'content-type: application/json; charset=utf-8',
  'content-type: application/json;charset=utf-8',
  'content-type: application/x-www-form-urlencoded',
  'content-type: application/x-www-form-urlencoded;charset=utf-8',
  'content-type: text/plain;charset=utf-8',
])

/** Shorter than this, a value says nothing that anyone would want to keep. In characters. */
const SHORT = 8

/** Is it what a client library says of itself, and nothing that an agent could have put there? */
export function isOrdinary(name: string, value: string, url: URL): boolean {
  return value.length < SHORT || ORDINARY.has(`${name}: ${value.toLowerCase()}`) || isOwn(name, value, url)
}

/** Does it repeat what the request says anyway? */
function isOwn(name: string, value: string, url: URL): boolean {
  return (name === 'host' && value === url.host) || (name === 'origin' && value === url.origin)
}
