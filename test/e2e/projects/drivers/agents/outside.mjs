import pg from 'pg'

const said = []
let client
async function attempt(text) {
  try {
    if (!client) {
      client = new pg.Client(process.env.DATABASE_URL)
      client.on('error', () => {})
      await client.connect()
    }
    await client.query(text)
    said.push('ok')
  } catch (thrown) {
    const isError = /^[0-9A-Z]{5}$/.test(thrown.code)
    said.push(isError ? thrown.code : 'lost')
    if (!isError) client = undefined
  }
}
await attempt('UPDATE orders SET total = 0')
for (const text of ['BEGIN', 'UPDATE orders SET total = total - 1, changed = now() WHERE id <= 2', 'COMMIT'])
  await attempt(text)
await attempt('SELECT count(*) FROM orders')
await client.end()
process.stdout.write(JSON.stringify(said.join(' ')))
