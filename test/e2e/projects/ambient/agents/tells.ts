import https from 'node:https'
import type { Agent } from 'mettle'

// At load, as a program does that formats more than once.
const number = new Intl.NumberFormat()

/** Orders a thing, and says what it takes from its surrounding. */
export const tells: Agent['run'] = async (_, { urls, sql }) => {
  const made = await fetch(`${urls.shop}/things`, { method: 'POST', body: JSON.stringify(surrounding()) })
  const { id } = (await made.json()) as { id: string }
  await new Promise((done, failed) => {
    https.get(`${urls.shop}/things`, (reply) => reply.resume().on('end', done)).on('error', failed)
  })
  const { rows } = await sql('db').query(
    "SELECT id, placed::text, shown, to_char(now(), 'HH24:MI TZ') AS at FROM orders ORDER BY id",
  )
  return { id, rows }
}

function surrounding() {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const date = new Date('2026-01-05T09:00:00')
  return {
    locale,
    timeZone,
    local: date.toISOString(),
    hour: new Date().getHours(),
    shown: date.toLocaleString(),
    number: number.format(1234.5),
    sorted: ['ä', 'z', 'a', 'Z'].sort((one, other) => one.localeCompare(other)).join(''),
    upper: 'i'.toLocaleUpperCase(),
    variables: Object.keys(process.env).filter((name) =>
      /^(PG|LC_|NODE_OPTIONS|.*_PROXY$|DATABASE_URL|DEBUG)/i.test(name),
    ),
  }
}
