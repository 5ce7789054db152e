export const run = async (task, session) => {
  const db = session.sql('shop')
  const before = await db.query('select count(*) as n from orders')
  await db.query('update orders set total = total + 1 where id <= $1', [3])
  await db.query('begin')
  await db.query('delete from orders where id = 4')
  await db.query('savepoint a')
  await db.query('delete from orders where id = 5')
  await db.query('rollback to a')
  await db.query("insert into orders(total) values (99)")
  await db.query('commit')
  let err
  try { await db.query('drop table orders') } catch (e) { err = [e.code, e.message] }
  const now = await db.query('select now() as t, current_user as u, current_database() as d')
  console.log(JSON.stringify(now), JSON.stringify(err))
  const t = performance.now(); for (let i=0;i<5;i++) await db.query('select 1')
  return { before: before.rows, err }
}
