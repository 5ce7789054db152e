import type { Random } from '../../../src/kernel/random.ts'

type Make = (int: (below: number) => number) => string

const WRITES: readonly Make[] = [
  (r) => `UPDATE goods SET price = price + ${r(50)}, grade = 'good' WHERE id % ${1 + r(9)} = 0`,
  (r) => `UPDATE goods SET id = id + ${1000 + r(5) * 1000} WHERE id % ${1 + r(20)} = 0`,
  (r) => `DELETE FROM goods WHERE id % ${2 + r(9)} = 0`,
  (r) => `DELETE FROM people WHERE id % ${3 + r(12)} = 0`,
  (r) => `UPDATE people SET mentor = NULL, mail = upper(mail::text)::citext WHERE id = ${1 + r(36)}`,
  (r) => `UPDATE people SET mentor = ${1 + r(36)}, boss = ${1 + r(36)} WHERE id % ${1 + r(5)} = 0`,
  (r) => `INSERT INTO people (mail, lives) VALUES ('N${r(1e6)}@x', ROW('q', 1))`,
  (r) =>
    `INSERT INTO people (id, mail) OVERRIDING SYSTEM VALUE VALUES (${1 + r(80)}, 'o${r(1e6)}@x') ON CONFLICT (id) DO UPDATE SET mail = EXCLUDED.mail`,
  (r) =>
    `INSERT INTO goods (owner, price, gauge, tags) SELECT 1 + i % 36, i, '-0', '{a,b}' FROM generate_series(1, ${1 + r(6)}) i`,
  (r) => `INSERT INTO parts VALUES (${1 + r(90)}, ${r(300)}, 'z', 1) ON CONFLICT DO NOTHING`,
  (r) =>
    `INSERT INTO parts VALUES (${1 + r(80)}, ${r(300)}, 'z', 1) ON CONFLICT (good, no) DO UPDATE SET n = parts.n + 1`,
  (r) =>
    `WITH gone AS (DELETE FROM parts WHERE no % ${2 + r(9)} = 0 RETURNING *) INSERT INTO parts SELECT good, no + 1000, name, n FROM gone ON CONFLICT DO NOTHING`,
  () => `UPDATE places SET rank = 21 - rank`,
  () => `UPDATE places SET id = 21 - id WHERE false OR rank > 0`,
  (r) => `UPDATE places SET id = id + 100 WHERE id > ${r(20)}`,
  (r) =>
    `UPDATE places a SET rank = b.rank FROM places b WHERE (a.id, b.id) IN ((${1 + r(10)}, ${11 + r(5)}), (${11 + r(5)}, ${1 + r(10)}))`,
  (r) => `UPDATE days SET day = day + ${1 + r(40)} WHERE id % ${1 + r(10)} = 0`,
  (r) => `UPDATE days_1 SET what = NULL WHERE id = ${r(90)}`,
  (r) => `DELETE FROM days WHERE id = ${r(90)}`,
  (r) => `INSERT INTO days VALUES (${r(300)}, '2026-0${1 + r(4)}-15', 'q') ON CONFLICT DO NOTHING`,
  (r) =>
    `MERGE INTO totals t USING (SELECT ${1 + r(36)} AS c) q ON t.owner = q.c WHEN MATCHED AND t.n > 2 THEN DELETE WHEN MATCHED THEN UPDATE SET n = n + 1 WHEN NOT MATCHED THEN INSERT VALUES (q.c, 1)`,
  (r) => `INSERT INTO hashed VALUES ('KEY${r(30)}', 1) ON CONFLICT (k) DO UPDATE SET k = EXCLUDED.k, v = hashed.v + 1`,
  (r) => `UPDATE hashed SET k = k || 'x' WHERE v % ${1 + r(9)} = 0`,
  (r) => `UPDATE gauges SET v = v + 1, k = CASE k WHEN '0' THEN 0 ELSE k END WHERE k <> ${r(3)}`,
  (r) => `INSERT INTO gauges VALUES (${r(3)}, 1) ON CONFLICT (k) DO UPDATE SET v = 'NaN', k = EXCLUDED.k`,
  () => `DELETE FROM gauges WHERE k = 'NaN' OR v = 0`,
  (r) => `UPDATE weights SET w = w * 1.0${r(3)}, at = at + interval '${r(3)} us' WHERE w > ${r(20)}`,
  (r) => `DELETE FROM weights WHERE w > ${r(25)}`,
  (r) => `UPDATE sets SET k = k || ${r(5)} WHERE k[1] = ${r(12)}`,
  (r) => `DELETE FROM sets WHERE k[1] % ${1 + r(4)} = 0`,
  (r) => `UPDATE spots SET k = ROW((k).hall, (k).shelf + 100)::spot WHERE (k).shelf = ${r(14)}`,
  (r) => `UPDATE base SET a = a || 'x' WHERE id <= ${r(4)}`,
  (r) => `DELETE FROM base WHERE id = ${r(4)}`,
  (r) => `DELETE FROM ONLY base WHERE id = ${r(4)}`,
  (r) => `INSERT INTO derived VALUES (${r(9)}, 'n', 'n')`,
  (r) => `UPDATE "O'dd ""näme"".x" SET "Kéy.1" = "Kéy.1" || '"', "select" = ${r(5)} WHERE "mettle!keys" < ${r(10)}`,
  (r) => `DELETE FROM "O'dd ""näme"".x" WHERE "mettle!keys" = ${r(4)}`,
  (r) => `UPDATE guarded SET who = 'seen${r(9)}'`,
  (r) => `INSERT INTO guarded VALUES (${r(9)}, 'new')`,
  (r) => `DELETE FROM ruled WHERE id = ${r(4)}`,
  (r) =>
    `UPDATE goods SET owner = ${1 + r(36)}, note = '{"z":  1}', span = NULL, blob = '\\x01', many = '{}' WHERE id = ${1 + r(80)}`,
  (r) => `UPDATE good_view SET price = price + 1 WHERE id = ${1 + r(80)}`,
  (r) =>
    `DO $$ BEGIN BEGIN DELETE FROM depot.goods WHERE id = ${1 + r(80)}; IF ${r(2)} = 0 THEN RAISE EXCEPTION 'x'; END IF; EXCEPTION WHEN OTHERS THEN NULL; END; END $$`,
  (r) => `SELECT maintain('DELETE FROM depot.trail WHERE id % ${1 + r(5)} = 0')`,
]

/** Of tables without a key, and whole tables. */
const WHOLESALE: readonly Make[] = [
  (r) => `INSERT INTO lines VALUES ('z', ${r(9)}, '-0')`,
  (r) => `DELETE FROM lines WHERE n = ${r(7)}`,
  (r) => `UPDATE lines SET n = n + 1 WHERE n = ${r(7)}`,
  (r) => `TRUNCATE ${['lines', 'gauges', 'parts', 'totals', 'days', 'days_2', 'places', 'base', 'hashed'][r(9)]}`,
  () => `TRUNCATE goods CASCADE`,
  () => `TRUNCATE ONLY base`,
]

/** What leaves no row behind, or is no matter of rows. */
const AROUND: readonly Make[] = [
  () => `SELECT nextval('loose')`,
  (r) => `SELECT setval('goods_id_seq', ${1000 + r(100)})`,
  () => `CREATE TEMP TABLE IF NOT EXISTS mine AS SELECT * FROM goods`,
  () => `SET extra_float_digits = -15`,
  () => `SET datestyle = 'SQL, DMY'`,
  () => `SET intervalstyle = 'sql_standard'`,
  () => `SET timezone = 'Asia/Tokyo'`,
  () => `SET lc_monetary = 'C'`,
  () => `SET bytea_output = 'escape'`,
  () => `SET CONSTRAINTS ALL DEFERRED`,
  (r) => `SELECT pg_advisory_lock(${r(5)})`,
  () => `LISTEN x`,
  () => `SELECT set_config('search_path', 'depot, public', false)`,
]

/** What only a clone puts back. */
const DEFINING: readonly Make[] = [
  (r) => `CREATE TABLE made_${r(5)} (id int)`,
  () => `SELECT maintain('ALTER TABLE depot.people ADD COLUMN extra int')`,
  () => `SELECT maintain('ALTER TABLE depot.goods DISABLE TRIGGER USER'); UPDATE goods SET price = 0`,
  () => `SELECT maintain('REFRESH MATERIALIZED VIEW depot.counted')`,
  () => `SELECT maintain('DROP TABLE depot.parts')`,
  () => `CREATE FUNCTION helper() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  () => `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC`,
]

/** A session's statements, transactions and savepoints among them. */
export function hostileStatements(random: Random): string[] {
  const statements: string[] = []
  let open = false
  for (let left = 1 + random.int(14); left > 0; left--) {
    const turn = random.int(14)
    if (!open && turn <= 1) statements.push(random.int(4) === 0 ? 'BEGIN ISOLATION LEVEL SERIALIZABLE' : 'BEGIN')
    else if (open && turn === 0) statements.push('COMMIT')
    else if (open && turn === 1) statements.push('ROLLBACK')
    else if (open && turn === 2) statements.push('SAVEPOINT s')
    else if (open && turn === 3) statements.push('ROLLBACK TO s')
    else statements.push(one(random))
    open = statements.at(-1)?.startsWith('BEGIN') || (open && !/^(COMMIT|ROLLBACK)$/.test(statements.at(-1) ?? ''))
  }
  if (open && random.int(2) === 0) statements.push('COMMIT')
  return statements
}

function one(random: Random): string {
  const dice = random.int(100)
  const kind = dice < 74 ? WRITES : dice < 84 ? WHOLESALE : dice < 98 ? AROUND : DEFINING
  return random.pick(kind)((below) => random.int(below))
}
