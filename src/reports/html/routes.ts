/** The address of a trial within the page. An id may hold anything: what stands here is letters, digits and %-codes. */
export function trialPath(id: string): string {
  return `#/trial/${encode(id)}`
}

/** The address of an event ('e12') or a call ('c3') of a trial. */
export function placePath(id: string, place: string): string {
  return `${trialPath(id)}/${encode(place)}`
}

/** The address of the list of trials, filtered. */
export function trialsPath(filter: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  const text = query.toString()
  return text === '' ? '#/trials' : `#/trials?${text}`
}

/** Where the address of the page leads. */
export interface PageRoute {
  page: string
  /** The trial's id, as `encode` writes it. */
  trial: string
  /** 'e12' or 'c3' of the trial; empty for its top. */
  place: string
  query: URLSearchParams
}

export function readRoute(hash: string): PageRoute {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [page = '', trial = '', place = ''] = path.split('/')
  return {
    page: page || 'overview',
    trial: encode(decode(trial)),
    place: decode(place),
    query: new URLSearchParams(query),
  }
}

/** One spelling for each id, whoever wrote the link. '@' stays readable. */
export function encode(id: string): string {
  return encodeURIComponent(id.toWellFormed()).replaceAll('%40', '@')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
