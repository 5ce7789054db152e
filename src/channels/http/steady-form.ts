import type { HttpRequest } from '../../boundary/http-world.ts'

const BOUNDARY = /(^multipart\/[^;]+;.*\bboundary=)(?:"([^"]+)"|([^;]+))/i
/** Stands in for what a client draws anew for each form. */
const STEADY = 'mettle-form-boundary'

/** A form with files as it would be sent, but with a boundary that is always the same: the same form is the same call. */
export function withSteadyBoundary(request: HttpRequest): HttpRequest {
  const { headers, body } = request
  const found = BOUNDARY.exec(headers.get('content-type') ?? '')
  const drawn = found?.[2] ?? found?.[3]
  if (!found || !drawn || body === undefined) return request
  const steady = new Headers(headers)
  steady.set('content-type', `${found[1]}${STEADY}`)
  return { ...request, headers: steady, body: body.replaceAll(`--${drawn}`, `--${STEADY}`) }
}
