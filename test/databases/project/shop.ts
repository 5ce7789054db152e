import { defineDatabase } from 'mettle'

export const shop = defineDatabase({
  schema: {
    sql: `CREATE TABLE orders (id int PRIMARY KEY, total int NOT NULL, made timestamptz NOT NULL DEFAULT now());
INSERT INTO orders SELECT i, i FROM generate_series(1, 20) i;
CREATE TABLE log (id serial PRIMARY KEY, text text NOT NULL);`,
  },
})
