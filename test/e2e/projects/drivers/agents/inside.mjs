export async function run(_task, session) {
  const db = session.sql('shop')
  const said = []
  const attempt = async (text) => {
    try {
      await db.query(text)
      said.push('ok')
    } catch (thrown) {
      said.push(/^[0-9A-Z]{5}$/.test(thrown.code) ? thrown.code : 'lost')
    }
  }
  await attempt('UPDATE orders SET total = 0')
  for (const text of ['BEGIN', 'UPDATE orders SET total = total - 1, changed = now() WHERE id <= 2', 'COMMIT'])
    await attempt(text)
  await attempt('SELECT count(*) FROM orders')
  return said.join(' ')
}
